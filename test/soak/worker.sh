#!/bin/sh
# worker.sh BOOK STEPS PAUSE WAY [WHAT]: works step by step and ends in the way it is told to. It says in its book,
# which lies outside the project, that it began, and what its end will be, right before it.
book=$1 steps=$2 pause=$3 way=$4 what=${5-0}
note() { printf '%s\n' "$*" >> "$book"; }
ulimit -c 0
note "begin $$"
case $way in
deaf) trap '' TERM ;;
tree)
  sleep 1789 &
  setsid sleep 1789 &
  ;;
esac
step=0
while [ "$step" -lt "$steps" ]; do
  step=$((step + 1))
  echo "Step $step/$steps: part $step"
  if [ "$way" = loud ]; then
    head -c 40000 /dev/zero | tr '\0' x
    echo
  fi
  sleep "$pause"
done
note "end $what"
case $way in
signal) kill "-$what" $$ ;;
*) exit "$what" ;;
esac
