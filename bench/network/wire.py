# A wire between two network namespaces with loss, delay, jitter and a limit of bandwidth, in user space: not every
# kernel has netem. It makes a TUN device in either namespace and carries packets across, in order.
#
# usage: wire.py NAMESPACE ADDRESS/BITS NAMESPACE ADDRESS/BITS
# Each line on standard input is a JSON object that sets what follows, for both directions:
#   loss: percent of packets, delay and jitter: milliseconds, rate: bits per second (0: any), up: false carries nothing,
#   stall: once a second or so all packets are held up, for so many milliseconds in the mean (0: never)
# It answers each with the same line, and ends with its standard input.
import ctypes, fcntl, json, os, random, select, struct, subprocess, sys, time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
CLONE_NEWNET = 0x40000000
# A bottleneck holds so many milliseconds of packets and drops what comes on top of that.
QUEUE_MS = 250
# Seconds between two stalls, in the mean.
STALL_INTERVAL = 1.0
libc = ctypes.CDLL("libc.so.6", use_errno=True)


def open_tun(namespace, address):
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    away = os.open("/var/run/netns/" + namespace, os.O_RDONLY)
    if libc.setns(away, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "cannot enter " + namespace)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", b"wire0", IFF_TUN_NO_PI))
    libc.setns(home, CLONE_NEWNET)
    subprocess.run(["ip", "-n", namespace, "addr", "add", address, "dev", "wire0"], check=True)
    subprocess.run(["ip", "-n", namespace, "link", "set", "wire0", "mtu", "1500", "up"], check=True)
    return tun


class Direction:
    def __init__(self, into):
        self.into = into
        self.queue = []
        self.free_at = 0.0
        self.last_due = 0.0
        self.next_stall = 0.0
        self.stalled_until = 0.0

    def take(self, packet, now, state):
        if not state["up"] or random.random() * 100 < state["loss"]:
            return
        sent = now
        if state["rate"] > 0:
            start = max(now, self.free_at)
            if (start - now) * 1000 > QUEUE_MS:
                return
            sent = self.free_at = start + len(packet) * 8 / state["rate"]
        jitter = state["jitter"]
        due = sent + max(0.0, state["delay"] + random.uniform(-jitter, jitter)) / 1000
        if state["stall"] > 0:
            if now >= self.next_stall:
                self.stalled_until = now + state["stall"] * random.uniform(0.5, 1.5) / 1000
                self.next_stall = self.stalled_until + random.expovariate(1 / STALL_INTERVAL)
            due = max(due, self.stalled_until)
        # Real networks delay packets differently but rarely change their order.
        self.last_due = due = max(due, self.last_due)
        self.queue.append((due, packet))

    def deliver(self, now):
        done = 0
        for due, packet in self.queue:
            if due > now:
                break
            done += 1
            try:
                os.write(self.into, packet)
            except OSError:
                pass
        del self.queue[:done]

    def next_due(self):
        return self.queue[0][0] if self.queue else None


def main():
    near = open_tun(sys.argv[1], sys.argv[2])
    far = open_tun(sys.argv[3], sys.argv[4])
    state = {"loss": 0, "delay": 0, "jitter": 0, "rate": 0, "up": True, "stall": 0}
    directions = {near: Direction(far), far: Direction(near)}
    commands = b""
    print("{}", flush=True)
    while True:
        dues = [due for due in (one.next_due() for one in directions.values()) if due is not None]
        timeout = 1.0 if not dues else max(0.0, min(dues) - time.monotonic())
        ready, _, _ = select.select([near, far, 0], [], [], timeout)
        now = time.monotonic()
        for source in ready:
            if source == 0:
                read = os.read(0, 65536)
                if not read:
                    return
                commands += read
                *lines, commands = commands.split(b"\n")
                for line in lines:
                    state.update(json.loads(line))
                    print(line.decode(), flush=True)
                continue
            for _ in range(64):
                try:
                    packet = os.read(source, 2048)
                except BlockingIOError:
                    break
                except OSError:
                    break
                directions[source].take(packet, now, state)
        now = time.monotonic()
        for direction in directions.values():
            direction.deliver(now)


main()
