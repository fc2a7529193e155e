"""moto as the runner needs it, in one process: `python server.py [--port N]` prints `ready <port>` and serves.

It ends when its standard input does (Ctrl-D), so that it cannot outlive the runner that started it, however that one
dies. Ctrl-C is the runner's to handle: it may still have objects to write.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading

from api import with_api
from bus_patches import RuleLog, patch_buses
from faults import Faults, with_faults
from iam_patches import Refusals, patch_iam
from lambda_calls import LambdaCalls, patch_configuration, patch_functions, patch_payloads
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from patches import patch_dynamodb, patch_firehose, patch_kinesis, patch_kms, patch_logs, patch_secrets
from record_queue import RecordQueues
from recorder import with_recorder
from s3_patches import patch_copy, patch_notifications, with_owners
from werkzeug.serving import make_server
from wiring_patches import patch_mappings, patch_rules, patch_s3_events


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--port", type=int, default=0, help="0 takes a free one")
    asked = arguments.parse_args()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    queues, faults, calls, refusals, rules = RecordQueues(), Faults(), LambdaCalls(), Refusals(), RuleLog()
    patch_firehose(queues, faults)
    patch_logs()
    patch_kinesis(queues)
    patch_kms()
    patch_secrets()
    patch_dynamodb()
    patch_copy()
    patch_notifications()
    patch_functions(calls)
    patch_configuration()
    patch_payloads()
    patch_buses()
    patch_rules(calls, rules)
    patch_s3_events(calls)
    patch_mappings()
    patch_iam(refusals)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request helps nobody

    moto = DomainDispatcherApplication(create_backend_app)
    played = with_recorder(with_faults(with_owners(moto), faults), os.environ.get("SLUICE_RECORD_CALLS"))
    server = make_server(asked.host, asked.port, with_api(played, queues, faults, calls, refusals, rules), threaded=True)
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    print(f"ready {server.server_port}", flush=True)
    server.serve_forever()


def _end_with_standard_input() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
