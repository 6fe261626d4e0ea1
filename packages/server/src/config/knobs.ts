import { LIMITS, TIMES } from "@lianmai/protocol";
import { DEFAULT_ADMIN_TOKEN_LIFETIME, LONGEST_ADMIN_TOKEN_LIFETIME } from "../admin/admin.js";
import { DEFAULT_HISTORY_RETENTION } from "../history/options.js";
import { DEFAULT_ROOM_LIMITS, ROOM_MESSAGE_OVERHEAD } from "../rooms/limits.js";
import { DEFAULT_MEDIA_PORT, DEFAULT_OPENAPI_LIMITS } from "../rtc-service-options.js";
import { DEFAULT_SIGNALING_LIMITS, DEFAULT_SIGNALING_TIMES } from "../signaling/options.js";
import { DEFAULT_METRICS_ADDRESSES } from "../telemetry/probes.js";
import { DEFAULT_WEBHOOK_OPTIONS } from "../webhooks/options.js";
import { choice, flag, type Knob, list, number, optional, text } from "./knob.js";

const DAY = 24 * 3600 * 1000;
const SECOND = 1000;
const MILLION = 1_000_000;

const path = { range: "the path of a file", pattern: /^[^\0]+$/ };
const file = text({ ...path, default: "x", zh: "", en: "" });
const address = text({
  default: "0.0.0.0",
  range: "an address such as 203.0.113.7, or a host name",
  pattern: /^[\w.:-]{1,253}$/,
  zh: "",
  en: "",
});
const network = text({
  default: "127.0.0.1",
  range: "an address or a network such as 10.0.0.0/8",
  pattern: /^[\da-fA-F.:]+(\/\d{1,3})?$/,
  zh: "",
  en: "",
});
const httpUrl = text({ default: "x", range: "an http or https URL", pattern: /^https?:\/\/[^\s]+$/, zh: "", en: "" });

const limit = (value: number, max: number, zh: string, en: string) => number({ default: value, min: 1, max, zh, en });
const seconds = (milliseconds: number, min: number, max: number, zh: string, en: string) =>
  number({ default: milliseconds / SECOND, min, max, fraction: true, zh: `${zh}（秒）`, en: `${en}, in seconds` });
const days = (milliseconds: number, zh: string, en: string) =>
  number({
    default: milliseconds / DAY,
    min: 1 / 24,
    max: 36_500,
    fraction: true,
    zh: `${zh}（天）`,
    en: `${en}, in days`,
  });

/** All settings of `lianmai serve`, in the order of the example file. */
export const KNOBS = {
  host: text({
    default: "0.0.0.0",
    range: "an IP address of this machine, or localhost",
    pattern: /^(localhost|[\da-fA-F.:]+)$/,
    zh: "监听地址：127.0.0.1 只限本机，0.0.0.0 为全部网卡",
    en: "Address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for all networks",
  }),
  port: number({
    default: 7880,
    min: 0,
    max: 65_535,
    zh: "HTTP 与信令端口，0 为任意空闲端口",
    en: "Port for HTTP and signalling; 0 for any free one",
  }),
  dataDir: text({
    ...path,
    range: "the path of a folder",
    default: ".lianmai",
    zh: "数据文件夹，相对路径从当前目录算起",
    en: "Folder for data; a relative path begins at the current folder",
  }),
  "tls.certificate": optional({
    of: file,
    zh: "证书链（PEM）文件；设置后同一端口也提供 HTTPS",
    en: "File with the certificate chain in PEM; with it the same port speaks HTTPS as well",
  }),
  "tls.key": optional({ of: file, zh: "证书的私钥（PEM）文件", en: "File with the certificate's private key in PEM" }),
  "http.trustedProxies": list({
    default: [],
    of: network,
    most: 100,
    zh: "可信代理的地址或网段，只相信它们的 X-Forwarded-For",
    en: "Addresses and networks of the proxies whose X-Forwarded-For is believed",
  }),
  "media.port": number({
    default: DEFAULT_MEDIA_PORT,
    min: 1,
    max: 65_535,
    zh: "第一个媒体端口（UDP 与 TCP），每个媒体进程一个，依次递增",
    en: "First port for media, UDP and TCP; each worker takes the next",
  }),
  "media.workers": optional({
    of: number({ default: 1, min: 1, max: 64, zh: "", en: "" }),
    zh: "媒体进程数，null 为每核一个、至多 8 个",
    en: "Media workers; null for one a core, at most 8",
  }),
  "media.announce": optional({
    of: address,
    zh: "告知客户端的公网地址，用于 NAT 之后；null 为本机地址",
    en: "Public address that clients are told, for a machine behind NAT; null for its own addresses",
  }),
  "log.level": choice({
    default: "info",
    choices: ["trace", "debug", "info", "warn", "error", "silent"],
    zh: "日志级别",
    en: "What is logged: this level and the ones above it",
  }),
  "admin.secretFile": optional({
    of: file,
    zh: "存放管理密钥的文件；null 为数据文件夹中的 admin-secret。也可用环境变量 LIANMAI_ADMIN_SECRET 直接给出",
    en: "File with the admin secret; null for admin-secret in the data folder. The variable LIANMAI_ADMIN_SECRET may hold the secret itself",
  }),
  "admin.tokenLifetime": number({
    default: DEFAULT_ADMIN_TOKEN_LIFETIME,
    min: 60,
    max: LONGEST_ADMIN_TOKEN_LIFETIME,
    zh: "管理员登录的有效期（秒）",
    en: "How long a sign-in of an administrator is good, in seconds",
  }),
  "metrics.allow": list({
    default: DEFAULT_METRICS_ADDRESSES,
    of: network,
    most: 100,
    zh: "不登录即可读取 /metrics 的地址或网段",
    en: "Addresses and networks that may read /metrics without signing in",
  }),
  "tracing.endpoint": optional({
    of: httpUrl,
    zh: "以 OTLP/HTTP 接收链路追踪的地址，例如 http://127.0.0.1:4318/v1/traces；null 为不追踪",
    en: "Where traces go by OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces; null for no traces",
  }),
  "tracing.sampleRatio": number({
    default: 1,
    min: 0,
    max: 1,
    fraction: true,
    zh: "追踪的进房比例",
    en: "Part of the joins that is traced",
  }),
  "tracing.authorizationFile": optional({
    of: file,
    zh: "存放追踪请求 Authorization 头的文件；也可用环境变量 LIANMAI_TRACING_AUTHORIZATION 直接给出",
    en: "File with the Authorization header for the traces; the variable LIANMAI_TRACING_AUTHORIZATION may hold it itself",
  }),
  "limits.sockets": limit(
    DEFAULT_SIGNALING_LIMITS.sockets,
    MILLION,
    "同时打开的连接总数",
    "Sockets of clients that may be open",
  ),
  "limits.socketsPerAddress": limit(
    DEFAULT_SIGNALING_LIMITS.socketsPerAddress,
    MILLION,
    "同一地址的连接数（IPv6 按前 64 位）",
    "Sockets that one address may have open; of IPv6 the first 64 bits count",
  ),
  "limits.newSocketsPerAddress": limit(
    DEFAULT_SIGNALING_LIMITS.newSocketsPerAddress,
    100_000,
    "同一地址每秒新建的连接数，瞬时可达十倍",
    "New sockets a second of one address; ten times as many at once",
  ),
  "limits.messageBytes": number({
    default: DEFAULT_SIGNALING_LIMITS.messageBytes,
    min: 128 * 1024,
    max: 16 * MILLION,
    zh: "一条信令消息的字节数",
    en: "Bytes of one signalling message",
  }),
  "limits.messagesPerSecond": limit(
    DEFAULT_SIGNALING_LIMITS.messagesPerSecond,
    100_000,
    "一个连接每秒的消息数",
    "Messages a second of one socket in the long run",
  ),
  "limits.messageBurst": limit(
    DEFAULT_SIGNALING_LIMITS.messageBurst,
    MILLION,
    "一个连接瞬时的消息数",
    "Messages of one socket at once",
  ),
  "limits.addressMessagesPerSecond": limit(
    DEFAULT_SIGNALING_LIMITS.addressMessagesPerSecond,
    10 * MILLION,
    "同一地址所有连接每秒的消息数，瞬时可达五倍",
    "Messages a second of all sockets of one address; five times as many at once",
  ),
  "limits.unsentBytes": number({
    default: DEFAULT_SIGNALING_LIMITS.unsentBytes,
    min: 512 * 1024,
    max: 1024 * MILLION,
    zh: "客户端未读取的数据超过多少字节后断开",
    en: "Bytes that may wait for a client that does not read before it is dropped",
  }),
  "limits.waitingRequests": number({
    default: DEFAULT_SIGNALING_LIMITS.waitingRequests,
    min: 2,
    max: 10_000,
    zh: "一个连接排队的请求数，更多的留在套接字中",
    en: "Requests of one socket that wait for their turn; more are left in the socket",
  }),
  "limits.rooms": limit(DEFAULT_ROOM_LIMITS.rooms, MILLION, "房间总数", "Rooms on the server"),
  "limits.visibleParticipants": limit(
    DEFAULT_ROOM_LIMITS.visibleParticipants,
    10_000,
    "一个房间的可见成员数",
    "Visible participants in a room",
  ),
  "limits.publishingParticipants": limit(
    DEFAULT_ROOM_LIMITS.publishingParticipants,
    10_000,
    "一个房间同时发布的成员数",
    "Participants who publish in a room",
  ),
  "limits.invisibleParticipants": limit(
    DEFAULT_ROOM_LIMITS.invisibleParticipants,
    100_000,
    "一个房间的隐身成员数",
    "Invisible participants in a room",
  ),
  "limits.demandsPerParticipant": limit(
    DEFAULT_ROOM_LIMITS.demandsPerParticipant,
    100_000,
    "一个成员按名订阅或退订的源数",
    "Sources that one participant asks for or declines by name",
  ),
  "limits.roomMessageBytesPerSecond": number({
    default: DEFAULT_ROOM_LIMITS.roomMessageBytesPerSecond,
    min: 1024,
    max: 16 * MILLION,
    zh: "一个成员每秒发送的房间消息字节数，每条另计 256 字节",
    en: "Bytes of messages a second that one participant may send in the long run, each with 256 on top",
  }),
  "limits.roomMessageBurst": number({
    default: DEFAULT_ROOM_LIMITS.roomMessageBurst,
    // A message of the largest size must fit in.
    min: LIMITS.roomMessageBytes + ROOM_MESSAGE_OVERHEAD,
    max: 64 * MILLION,
    zh: "一个成员瞬时发送的房间消息字节数",
    en: "Bytes of messages that one participant may send at once",
  }),
  "limits.openApiPerSecond": limit(
    DEFAULT_OPENAPI_LIMITS.openApiPerSecond,
    100_000,
    "一个访问密钥每秒的 OpenAPI 调用数，瞬时可达两倍",
    "Calls of the OpenAPI a second of one access key; twice as many at once",
  ),
  "times.pingInterval": seconds(
    DEFAULT_SIGNALING_TIMES.pingInterval,
    1,
    60,
    "服务器多久 ping 一次客户端",
    "How often the server pings a client",
  ),
  "times.silence": seconds(
    DEFAULT_SIGNALING_TIMES.silence,
    2,
    3_600,
    "无响应或断线多久后算离开",
    "How long a participant may be silent or away before it has left",
  ),
  "times.joinDeadline": seconds(
    DEFAULT_SIGNALING_TIMES.joinDeadline,
    1,
    600,
    "连接后多久必须进房",
    "How long after it is opened a socket must have joined",
  ),
  "times.endedSessionMemory": seconds(
    DEFAULT_SIGNALING_TIMES.endedSessionMemory,
    0,
    3_600,
    "会话结束后多久内还能问到原因",
    "How long a session that ended can still be asked why it did",
  ),
  "times.tokenWarning": seconds(
    TIMES.tokenWarning,
    0,
    3_600,
    "Token 过期前多久提醒",
    "How long before its end the end of a token is told",
  ),
  "times.drain": seconds(
    60 * SECOND,
    0,
    86_400,
    "收到 SIGTERM 后通话最多继续多久",
    "How long calls go on after a SIGTERM",
  ),
  "webhooks.allowPrivateAddresses": flag({
    default: DEFAULT_WEBHOOK_OPTIONS.allowPrivateAddresses,
    zh: "回调是否可发往本机与内网地址。只应在回调地址由可信的人设置时打开",
    en: "Whether webhooks may go to this machine and to private networks. Only where those who set callbacks are trusted with these",
  }),
  "webhooks.timeout": seconds(
    DEFAULT_WEBHOOK_OPTIONS.timeout,
    0.1,
    60,
    "接收方须在多久内应答",
    "How long a receiver may take to answer",
  ),
  "webhooks.backOff": list({
    default: DEFAULT_WEBHOOK_OPTIONS.backOff.map((wait) => wait / SECOND),
    of: number({ default: 1, min: 0, max: 86_400, fraction: true, zh: "", en: "" }),
    most: 10,
    zh: "第二次及之后每次投递前的等待（秒）",
    en: "Waits before the second and each further delivery, in seconds",
  }),
  "webhooks.concurrency": limit(
    DEFAULT_WEBHOOK_OPTIONS.concurrency,
    10_000,
    "同时进行的回调请求数",
    "Requests of webhooks under way at once",
  ),
  "webhooks.concurrencyPerCallback": limit(
    DEFAULT_WEBHOOK_OPTIONS.concurrencyPerCallback,
    1_000,
    "同一回调地址同时进行的请求数",
    "The same to one callback",
  ),
  "webhooks.retention": days(
    DEFAULT_WEBHOOK_OPTIONS.retention,
    "回调及其投递日志保留多久",
    "How long deliveries and their log are kept",
  ),
  "history.retention.points": days(
    DEFAULT_HISTORY_RETENTION.points,
    "每 2 秒的质量点保留多久，之后合为每分钟一个",
    "How long points of every 2 s are kept; older ones become one for each minute",
  ),
  "history.retention.minutes": days(
    DEFAULT_HISTORY_RETENTION.minutes,
    "每分钟的质量点保留多久",
    "How long points of every minute are kept",
  ),
  "history.retention.calls": days(
    DEFAULT_HISTORY_RETENTION.calls,
    "通话、成员、发布与计数保留多久",
    "How long calls, stays, publications and counts are kept",
  ),
  "history.retention.usage": days(
    DEFAULT_HISTORY_RETENTION.usage,
    "用量分钟数保留多久",
    "How long minutes of usage are kept",
  ),
  "history.retention.audit": days(DEFAULT_HISTORY_RETENTION.audit, "审计记录保留多久", "How long the audit is kept"),
} as const satisfies Record<string, Knob<never> | Knob<unknown>>;

export type SettingName = keyof typeof KNOBS;

/** The value of every setting. */
export type Settings = { [N in SettingName]: (typeof KNOBS)[N] extends Knob<infer T> ? T : never };

export const SETTING_NAMES = Object.keys(KNOBS) as SettingName[];
