#!/bin/sh
# Goes to /usr/local/sbin/waraqa: the site's own commands, as the site's own user.
set -a
WARAQA_DATA_DIR=/var/lib/waraqa
. /etc/waraqa/waraqa.env
set +a
cd / && exec runuser -u waraqa -- /opt/waraqa/bin/quizapp "$@"
