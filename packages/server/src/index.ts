export type { AdminIdentity } from "./admin/admin.js";
export { ADMIN_SECRET_FILE } from "./admin/admin-secret.js";
export { ConfigError } from "./config/config-error.js";
export { exampleConfig, printConfig } from "./config/config-print.js";
export type { SettingName, Settings } from "./config/knobs.js";
export { serviceOptionsOf } from "./config/service-settings.js";
export { type LoadedSettings, loadSettings, type SettingSource, type SettingSources } from "./config/settings.js";
export type { AuditEntry, AuditFilter, AuditLog, RecordedAudit } from "./history/audit-log.js";
export type { HistoryOptions } from "./history/history.js";
export { DEFAULT_HISTORY_RETENTION, type HistoryRetention } from "./history/options.js";
export type {
  CallInfo,
  CallQueries,
  Listed,
  Page,
  PublicationInfo,
  StayInfo,
  TimeRange,
  UserInfo,
} from "./history/queries/calls.js";
export type { Operation, OperationQueries, Usage } from "./history/queries/operation.js";
export type {
  CurvePoint,
  FirstFrames,
  JoinCounts,
  QualityQueries,
  QualitySums,
  StreamFilter,
} from "./history/queries/quality.js";
export { type HttpHandler, pathOf } from "./http/handler.js";
export { ListenError } from "./http/listen-error.js";
export { type Listener, type ListenOptions, listen } from "./http/listener.js";
export { MediaStartError } from "./media/media-error.js";
export { inspectWorker, type WorkerState } from "./media/mediasoup/inspect-worker.js";
export type { ListenIp } from "./media/options.js";
export type { LoginCodes, Platform, ProgramIdentities } from "./publishing/platform.js";
export type { Publishing } from "./publishing/publishing.js";
export { RtcService, type RtcServiceStats } from "./rtc-service.js";
export { DEFAULT_MEDIA_PORT, MOST_DEFAULT_WORKERS, type RtcServiceOptions } from "./rtc-service-options.js";
export type { AccessKey, AccessRole } from "./store/access-keys.js";
export { AppKeyError } from "./store/app-key-error.js";
export type { App, AppKeyName } from "./store/apps.js";
export type { Callback, CallbackKey } from "./store/callbacks.js";
export { StoreError } from "./store/database.js";
export type { Delivery, DeliveryAttempt, DeliveryFilter, DeliveryState } from "./store/deliveries.js";
export { type DatabaseState, inspectDatabases } from "./store/inspect.js";
export { withApps } from "./store/with-apps.js";
export { CallbackError, type CallbackField } from "./webhooks/callback-error.js";
export type { CallbackSettings } from "./webhooks/callback-settings.js";
export type { Callbacks } from "./webhooks/callbacks.js";
export type { Deliveries, LoggedDelivery } from "./webhooks/deliveries.js";
export { KNOWN_EVENTS_NOT_OFFERED, OFFERED_EVENTS, type WebhookEvent } from "./webhooks/event-names.js";
export type { WebhookOptions } from "./webhooks/options.js";
