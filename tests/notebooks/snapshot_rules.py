"""What a notebook may not use at top level, and why: visitors get forks of one process."""

from __future__ import annotations

THREADS = "starts threads or processes", "a visitor's kernel, which is a fork, would not have them"
TASKS = "needs an event loop", "a visitor's kernel gets a new one, and what waits in this is lost"
OPEN = "opens a file, a database or a connection", "all visitors would share it"
ENVIRONMENT = "reads the environment", "all visitors would get the server's, as it was then"
CHANCE = "is a matter of chance", "it would come out the same for all visitors"
CLOCK = "reads the clock", "all visitors would see the time at which the server was started"
DISPLAY = "updates what was shown before", "a snapshot can't hold that"

USES = {
    "_thread.start_new_thread": THREADS,
    "concurrent.futures.ProcessPoolExecutor": THREADS,
    "concurrent.futures.ThreadPoolExecutor": THREADS,
    "multiprocessing": THREADS,
    "subprocess.Popen": THREADS,
    "threading.Thread": THREADS,
    "threading.Timer": THREADS,
    "asyncio.create_task": TASKS,
    "asyncio.ensure_future": TASKS,
    "asyncio.gather": TASKS,
    "asyncio.get_event_loop": TASKS,
    "asyncio.get_running_loop": TASKS,
    "asyncio.new_event_loop": TASKS,
    "asyncio.open_connection": TASKS,
    "asyncio.run": TASKS,
    "asyncio.run_coroutine_threadsafe": TASKS,
    "asyncio.Runner": TASKS,
    "asyncio.set_event_loop": TASKS,
    "asyncio.start_server": TASKS,
    "asyncio.TaskGroup": TASKS,
    "tornado.ioloop": TASKS,
    "duckdb.connect": OPEN,
    "http.client": OPEN,
    "httpx": OPEN,
    "playbook.records.open_records": OPEN,
    "playbook.records.store.open_records": OPEN,
    "psycopg.connect": OPEN,
    "requests": OPEN,
    "socket.create_connection": OPEN,
    "socket.create_server": OPEN,
    "socket.socket": OPEN,
    "socket.socketpair": OPEN,
    "sqlalchemy.create_engine": OPEN,
    "sqlite3.connect": OPEN,
    "urllib.request": OPEN,
    "urllib3": OPEN,
    "getpass.getuser": ENVIRONMENT,
    "os.environ": ENVIRONMENT,
    "os.environb": ENVIRONMENT,
    "os.getenv": ENVIRONMENT,
    "os.getenvb": ENVIRONMENT,
    "os.getpid": ENVIRONMENT,
    "os.urandom": CHANCE,
    "secrets": CHANCE,
    "uuid.uuid1": CHANCE,
    "uuid.uuid4": CHANCE,
    "datetime.date.today": CLOCK,
    "datetime.datetime.now": CLOCK,
    "datetime.datetime.today": CLOCK,
    "datetime.datetime.utcnow": CLOCK,
    "pandas.Timestamp.now": CLOCK,
    "pandas.Timestamp.today": CLOCK,
    "pandas.Timestamp.utcnow": CLOCK,
    "time.ctime": CLOCK,
    "time.gmtime": CLOCK,
    "time.localtime": CLOCK,
    "time.monotonic": CLOCK,
    "time.perf_counter": CLOCK,
    "time.strftime": CLOCK,
    "time.time": CLOCK,
    "time.time_ns": CLOCK,
    "IPython.display.update_display": DISPLAY,
}
"""A name and all below it: what it does, and what would come of it."""

METHODS = {
    "call_later": TASKS,
    "create_task": TASKS,
    "run_in_executor": TASKS,
    "run_until_complete": TASKS,
    "update_display": DISPLAY,
}
"""The same for methods, whatever they are called on."""

OPENED_BY = {"open", "io.open", "bz2.open", "codecs.open", "gzip.open", "lzma.open"}
"""What gives an open file; in a `with`, which closes it, all is well."""

SEEDED_BY_ARGUMENT = {
    "numpy.random.default_rng",
    "numpy.random.MT19937",
    "numpy.random.PCG64",
    "numpy.random.Philox",
    "numpy.random.RandomState",
    "numpy.random.SeedSequence",
    "numpy.random.SFC64",
    "numpy.random.seed",
    "random.Random",
    "random.seed",
}
"""What takes a seed, and without one leaves it to chance."""

DRAWING_MODULES = {"numpy.random": "numpy.random.seed", "random": "random.seed"}
"""Modules whose functions draw from one generator, and what gives it a seed."""

NOT_DRAWING = {
    "numpy.random.Generator",
    "numpy.random.get_state",
    "numpy.random.set_state",
    "random.getstate",
    "random.setstate",
    "random.SystemRandom",
}

MOMENTS = {"numpy.datetime64", "pandas.Timestamp", "pandas.to_datetime"}
"""What takes the word "now" or "today"."""
