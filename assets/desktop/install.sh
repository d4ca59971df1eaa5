#!/usr/bin/env bash
# Puts Fitscope among the user's programs: menu entry, icon, the type of its session files, metadata.
#
#   install.sh PROGRAM    the entry starts PROGRAM
#   install.sh --remove   takes all of it away again
#
# Only files below ~/.local/share are written.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
share=${XDG_DATA_HOME:-}
[[ $share == /* ]] || share=$HOME/.local/share # the standard: a relative path is to be ignored
icons=$share/icons/hicolor
entry=$share/applications/fitscope.desktop
metadata=$(basename -- "$here"/*.metainfo.xml) # which is named after the id in it

quoted() { # PATH: as an Exec line has it, quoted like a word of a command, then escaped like any value
    local path=${1//\\/\\\\} special
    for special in '"' '`' '$'; do path=${path//"$special"/"\\$special"}; done
    path=${path//\\/\\\\}
    printf '"%s"' "${path//%/%%}"
}

put() { # PROGRAM
    local program line
    program=$(readlink -f -- "$1")
    [[ -f $program && -x $program ]] || { printf 'install.sh: %s is no program.\n' "$1" >&2; exit 2; }
    install -D -m 644 "$here/../fitscope.svg" "$icons/scalable/apps/fitscope.svg"
    install -D -m 644 "$here/fitscope-mime.xml" "$share/mime/packages/fitscope-mime.xml"
    install -D -m 644 "$here/$metadata" "$share/metainfo/$metadata"
    mkdir -p "${entry%/*}"
    while IFS= read -r line; do
        [[ $line != Exec=* ]] || line="Exec=$(quoted "$program") %f"
        printf '%s\n' "$line"
    done <"$here/fitscope.desktop" >"$entry"
}

remove() {
    rm -f "$entry" "$icons/scalable/apps/fitscope.svg" "$share/mime/packages/fitscope-mime.xml" \
        "$share/metainfo/$metadata"
}

refresh() { # what desktops read instead of the files themselves; one without such a tool does it by itself
    local tool
    [[ ! -d $share/mime/packages ]] || quietly update-mime-database "$share/mime"
    [[ ! -d ${entry%/*} ]] || quietly update-desktop-database "${entry%/*}"
    [[ ! -d $icons ]] || touch "$icons" # a cache older than its folder is not used
    for tool in kbuildsycoca6 kbuildsycoca5; do quietly "$tool"; done
}

quietly() { ! type "$1" &>/dev/null || "$@" &>/dev/null || true; }

case ${1:-} in
    --remove) remove ;;
    "" | -*) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    *) put "$1" ;;
esac
refresh
