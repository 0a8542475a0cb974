#!/usr/bin/env bash
# Makes this computer a camera node: netgear-server as a service that starts at boot.
# For Raspberry Pi OS and Debian, Bookworm or later. Running it again brings it up to date.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: sudo install.sh [--with-opencv] [--from SOURCE] [--prefix DIR] [--no-apt] [--no-start]
       sudo install.sh --uninstall [--purge] [--prefix DIR]

  --with-opencv   also install python3-opencv: for webcams, video files and network cameras
  --from SOURCE   what to install: a folder with the source or a wheel (default: this source)
  --prefix DIR    where to (default: /opt/netgear-server)
  --no-apt        install no packages of apt, as when they are there already
  --no-start      do not start the service now
  --uninstall     remove it all but the configuration, the keys and the settings
  --purge         remove these, too, and the user
USAGE
}

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
source_to_install="$(cd "$here/../.." && pwd)"
prefix="/opt/netgear-server"
with_opencv=no use_apt=yes start=yes uninstall=no purge=no

readonly user="netgear" service="netgear-server"
readonly config="/etc/netgear-server.toml"
readonly state="/var/lib/netgear-server"
readonly unit="/etc/systemd/system/netgear-server.service"
readonly light_rule="/etc/udev/rules.d/70-netgear-server.rules"
readonly command_link="/usr/local/bin/netgear-server"
readonly system_python="/usr/bin/python3"

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

read_options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --with-opencv) with_opencv=yes ;;
      --from) [ $# -ge 2 ] || fail "--from needs a folder or a wheel"; source_to_install="$2"; shift ;;
      --prefix) [ $# -ge 2 ] || fail "--prefix needs a folder"; prefix="$2"; shift ;;
      --no-apt) use_apt=no ;;
      --no-start) start=no ;;
      --uninstall) uninstall=yes ;;
      --purge) purge=yes ;;
      -h | --help) usage; exit 0 ;;
      *) fail "unknown option $1 (see install.sh --help)" ;;
    esac
    shift
  done
  case "$prefix" in
    /?*) ;;
    *) fail "--prefix $prefix: write the whole path, from / on" ;;
  esac
  case "$prefix" in
    *[!A-Za-z0-9/._-]*) fail "--prefix $prefix: use letters, digits and / . _ - only" ;;
  esac
  [ "$purge" = no ] || [ "$uninstall" = yes ] || fail "--purge goes with --uninstall"
  [ "$(id -u)" -eq 0 ] || fail "this needs root: sudo $0"
}

systemd_runs() { [ -d /run/systemd/system ] && command -v systemctl >/dev/null; }

is_available() {
  [[ "$(apt-cache policy "$1" 2>/dev/null)" == *"Candidate: "[!\(]* ]]
}

install_apt_packages() {
  # numpy, simplejpeg and OpenCV come from apt alone: picamera2 and libcamera are built for them.
  local needed=(python3 python3-venv python3-zmq python3-numpy python3-sdnotify)
  local welcome=(python3-simplejpeg python3-msgspec python3-picamera2 raspi-utils libraspberrypi-bin)
  if [ "$with_opencv" = yes ]; then needed+=(python3-opencv); fi
  if [ "$use_apt" = no ]; then
    say "apt: left out (--no-apt)"
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || say "apt: the lists of packages are not up to date"
  local package
  for package in "${welcome[@]}"; do
    if is_available "$package"; then
      needed+=("$package")
    else
      say "apt: there is no $package here"
    fi
  done
  apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null ||
    fail "apt cannot install: ${needed[*]}"
  say "apt: ${needed[*]}"
}

make_environment() {
  "$system_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$system_python is older than 3.11: use Raspberry Pi OS Bookworm or later"
  # The system's Python and its packages: libcamera fits no other.
  "$system_python" -m venv --system-site-packages "$prefix"
  say "environment: $prefix, of $("$system_python" --version)"
}

install_missing_package() {
  local module="$1" requirement="$2"
  if "$prefix/bin/python" -c "import $module" 2>/dev/null; then return; fi
  # No dependencies: none of these may bring a numpy of its own.
  "$prefix/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps --only-binary :all: "$requirement" || fail "pip cannot install $requirement"
  say "pip: $requirement"
}

install_program() {
  # What apt has is never taken from pip. In order: simplejpeg needs numpy.
  install_missing_package zmq "pyzmq>=24"
  install_missing_package numpy "numpy>=1.24"
  install_missing_package simplejpeg "simplejpeg>=1.6"
  install_missing_package msgspec "msgspec>=0.18"
  "$prefix/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-deps --force-reinstall "$source_to_install" || fail "pip cannot install $source_to_install"
  ln -sfn "$prefix/bin/netgear-server" "$command_link"
  say "program: $("$command_link" --version), $command_link"
  "$prefix/bin/python" - <<'PYTHON' || fail "a package does not fit the others"
import importlib
import importlib.metadata
for module, package in (("zmq", "pyzmq"), *((name, name) for name in ("numpy", "simplejpeg", "msgspec"))):
    importlib.import_module(module)
    found = importlib.metadata.distribution(package)
    print(f"package: {package} {found.version} from {found.locate_file('')}")
PYTHON
}

make_user() {
  if ! id "$user" >/dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir "$state" \
      --shell /usr/sbin/nologin "$user"
    say "user: $user, made"
  fi
  usermod --append --groups video "$user"
  install -d -m 700 -o "$user" -g "$user" "$state"
}

make_config() {
  if [ -e "$config" ]; then
    say "configuration: $config, left as it is"
  else
    "$command_link" init "$config" >/dev/null
    say "configuration: $config, to be filled in"
  fi
  # Addresses of network cameras may hold passwords.
  chown "root:$user" "$config"
  chmod 640 "$config"
}

install_service() {
  sed "s|/opt/netgear-server|$prefix|g" "$here/netgear-server.service" >"$unit"
  chmod 644 "$unit"
  install -d -m 755 "$(dirname "$light_rule")"
  install -m 644 "$here/70-netgear-server.rules" "$light_rule"
  if ! command -v systemctl >/dev/null; then
    say "service: there is no systemd on this computer; the unit is $unit"
    return
  fi
  systemctl enable --quiet "$service"
  if ! systemd_runs; then
    say "service: systemd does not run here; it will start the service at the next boot"
    return
  fi
  systemctl daemon-reload
  if udevadm control --reload 2>/dev/null; then
    udevadm trigger --subsystem-match=leds
  else
    say "light: udev does not run here; the rule is $light_rule"
  fi
  start_service
}

start_service() {
  # As the service sees it: its user, and the keys in its home.
  if ! runuser -u "$user" -- env HOME="$state" "$command_link" check --config "$config"; then
    say "service: starts at boot; the configuration is not ready yet. Next:"
    say "  sudo nano $config"
    say "  sudo netgear-server check"
    say "  sudo systemctl restart $service"
  elif [ "$start" = yes ]; then
    systemctl restart "$service" || fail "it does not start: journalctl -u $service -n 50"
    say "service: $(systemctl is-active "$service"); see: systemctl status $service"
  fi
}

remove_all() {
  if [ -d "$prefix" ] && [ ! -e "$prefix/pyvenv.cfg" ]; then
    fail "$prefix is not what install.sh made: it has no pyvenv.cfg. Nothing was removed."
  fi
  if command -v systemctl >/dev/null && [ -e "$unit" ]; then
    if systemd_runs; then systemctl stop "$service" || true; fi
    systemctl disable --quiet "$service" || true
  fi
  rm -f "$unit" "$light_rule"
  if [ "$(readlink "$command_link" || true)" = "$prefix/bin/netgear-server" ]; then
    rm -f "$command_link"
  fi
  rm -rf "$prefix"
  if systemd_runs; then systemctl daemon-reload; fi
  say "removed: $prefix, the command and the service; apt's packages stay"
  if [ "$purge" = yes ]; then
    rm -rf "$config" "$state"
    if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
    say "removed: $config, $state and the user $user"
  else
    say "kept: $config and $state (--purge removes them)"
  fi
}

main() {
  read_options "$@"
  if [ "$uninstall" = yes ]; then
    remove_all
    return
  fi
  install_apt_packages
  make_environment
  install_program
  make_user
  make_config
  install_service
}

main "$@"
