from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

from playbook.records import new_learner_id, open_records

WRITER = """
import sys
from playbook.records import open_records
learner = open_records().learner(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(1, int(sys.argv[3]) + 1):
    learner.keep("lesson", "key", sys.argv[2].format(number), number)
    print(number, flush=True)
"""


def test_threads_that_write_different_parts_lose_nothing(learner):
    def write(thread):
        for number in range(10):
            learner.keep("lesson", "key", f"{thread} {number}", number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    kept = learner.kept("lesson")["key"]
    assert kept == {f"{t} {n}": n for t in range(4) for n in range(10)}


def test_threads_that_write_the_same_part_leave_a_history_that_holds_together(learner):
    def write(thread):
        for number in range(8):
            learner.keep("lesson", "key", "part", f"{thread} {number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    values = [value for _, value in learner.history("lesson", "key", "part")]
    assert sorted(values) == sorted(f"{t} {n}" for t in range(4) for n in range(8))
    assert learner.kept("lesson") == {"key": {"part": values[-1]}}


def test_threads_that_make_the_same_learner_get_one(records):
    learner_id = new_learner_id()
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: records.learner(learner_id), range(4)))

    assert len({learner.created_at for learner in made}) == 1
    assert len(records.learners()) == 1


def test_processes_that_write_at_the_same_time_lose_nothing(learner, start_python):
    processes = [start_python(WRITER, learner.id, f"{name} {{}}", "25") for name in "ab"]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0

    kept = learner.kept("lesson")["key"]
    assert kept == {f"{name} {n}": n for name in "ab" for n in range(1, 26)}


def test_a_killed_process_loses_nothing_it_had_acknowledged(url, learner, start_python):
    process = start_python(WRITER, learner.id, "{}", "1000000")
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    acknowledged = [int(process.stdout.readline()) for _ in range(30)]
    process.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in process.communicate()[0].splitlines()]

    kept = open_records(url).learner(learner.id, create=False).kept("lesson")["key"]

    assert acknowledged == list(range(1, len(acknowledged) + 1))
    assert kept.items() >= {str(number): number for number in acknowledged}.items()
    assert len(kept) <= len(acknowledged) + 1  # the one that was being acknowledged
    learner.keep("lesson", "key", "after", "the next process goes on")
