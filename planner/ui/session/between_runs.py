"""Between two runs of a page nothing is lost, and only what is drawn can be entered.

Streamlit forgets what a run has sent but its event loop has not passed on yet when a part of the page asks for another
run just as that one ends, and only a full run would draw it again. So such a request waits until all is passed on, and
what is asked after it waits behind it.

When a part of the page is run again it also drops what a finished run of the whole page has drawn of that part, if the
browser has not got it yet, but not that the run has finished. The browser then removes the part, what stands below it
moves up, and what is drawn next stands a place too low: a panel of levers stood twice. So a finished run is sent whole.

And a browser that has not drawn the end of a run yet goes on telling values of widgets that are gone, which Streamlit
takes for entries: a choice that was replaced would set its old value again. So a widget that the last run no longer had
changes nothing.

A browser that does not have the next page yet may ask for a part of the one before, which would lead it back there,
with nothing on it but that part. So a part of another page than the last one that was run is not run.

What a browser is told of a run lets it go through the whole page. So it is told only what changes, as `telling` says.
"""

from collections import deque
from functools import cache, wraps
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequestType
from streamlit.runtime.state.session_state import SessionState

from planner.ui.session import regions
from planner.ui.session.telling import Telling

AGAIN = 0.002
"""Seconds from one look to the next at whether all is passed on."""


@cache
def guard() -> None:
    """From now on, in all sessions of the server."""
    _pass_all_on()
    _send_finished_runs_whole()
    _enter_only_what_is_drawn()
    _run_only_what_is_there()
    _tell_only_what_changes()


def _pass_all_on() -> None:
    request = AppSession.request_rerun
    waiting: WeakKeyDictionary[AppSession, deque[ClientState]] = WeakKeyDictionary()

    @wraps(request)
    def in_turn(session: AppSession, client_state: ClientState | None) -> None:
        if client_state is None:
            request(session, None)
        elif session in waiting:
            waiting[session].append(client_state)
        elif client_state.fragment_id and _ends(session):
            waiting[session] = deque([client_state])
            session._event_loop.call_later(AGAIN, go_on, session)
        else:
            request(session, client_state)

    def go_on(session: AppSession) -> None:
        if _ends(session):
            session._event_loop.call_later(AGAIN, go_on, session)
            return
        for client_state in waiting.pop(session):
            request(session, client_state)

    AppSession.request_rerun = in_turn  # type: ignore[assignment, method-assign]


def _ends(session: AppSession) -> bool:
    """Whether the session's last run is over, and not all that it sent is passed on."""
    runner = session._scriptrunner
    open_ = session._state is not AppSessionState.SHUTDOWN_REQUESTED
    return open_ and runner is not None and runner._requests._state is ScriptRequestType.STOP


def _send_finished_runs_whole() -> None:
    clear = ForwardMsgQueue.clear

    @wraps(clear)
    def cleared(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        if fragment_ids_this_run and any(map(_ends_page, queue._queue)):
            queue._delta_index_map = {}
        else:
            clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)

    ForwardMsgQueue.clear = cleared  # type: ignore[assignment, method-assign]


def _ends_page(message: ForwardMsg) -> bool:
    """Whether a message says that a run of the whole page has finished."""
    ends = message.WhichOneof("type") == "script_finished"
    return ends and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


def _enter_only_what_is_drawn() -> None:
    changed = SessionState._widget_changed

    @wraps(changed)
    def drawn_and_changed(state: SessionState, widget_id: str) -> bool:
        return widget_id in state._old_state and changed(state, widget_id)

    SessionState._widget_changed = drawn_and_changed  # type: ignore[assignment, method-assign]


def _run_only_what_is_there() -> None:
    run = ScriptRunner._run_script
    pages: WeakKeyDictionary[object, str] = WeakKeyDictionary()

    @wraps(run)
    def of_this_page(runner: ScriptRunner, asked: RerunData) -> None:
        parts, page = runner._fragment_storage, asked.page_script_hash
        if asked.fragment_id_queue and page and pages.get(parts, page) != page:
            return
        run(runner, asked)
        if runner._requests._state is ScriptRequestType.STOP:
            pages.pop(parts, None)
        else:
            pages[parts] = runner._get_script_run_ctx().page_script_hash

    ScriptRunner._run_script = of_this_page  # type: ignore[assignment, method-assign]


def _tell_only_what_changes() -> None:
    flush = AppSession.flush_browser_queue
    tellings: WeakKeyDictionary[AppSession, Telling] = WeakKeyDictionary()

    @wraps(flush)
    def needed(session: AppSession) -> list[ForwardMsg]:
        if session not in tellings:
            names = session._fragment_storage._target_key_by_id  # type: ignore[attr-defined]
            tellings[session] = Telling(lambda part: names.get(part, "").startswith(regions.KEY))
        return tellings[session].sent(flush(session))

    AppSession.flush_browser_queue = needed  # type: ignore[assignment, method-assign]
