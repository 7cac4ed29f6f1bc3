"""Who may do what with surveys: one typed function a verb, readable as policy."""

from participation.models.processes import Process
from participation.permissions import Visitor, has_role, is_admin, is_coordinator
from surveys.models.kiosks import Kiosk
from surveys.models.spreading import LibraryItem
from surveys.models.surveys import Survey
from surveys.models.uploads import Upload


def can_manage_survey(person: Visitor, survey: Survey) -> bool:
    """Open and close a survey, and publish its results: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_import_survey(person: Visitor, process: Process) -> bool:
    """Make a survey of a file: coordinators of the process."""
    return is_coordinator(person, process)


def can_view_live_results(person: Visitor, survey: Survey) -> bool:
    """See numbers and open answers as they come in, before anything is published: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_join_series(person: Visitor, survey: Survey) -> bool:
    """Say which survey another one repeats, and which questions still ask the same: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_import_answers(person: Visitor, survey: Survey) -> bool:
    """Bring in answers from a file, and remove what was brought in: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_export_responses(person: Visitor, survey: Survey) -> bool:
    """Take all answers home in a file: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_download_upload(person: Visitor, upload: Upload) -> bool:
    """Take home the file of an answer: coordinators of its process."""
    return upload.waits_since is None and is_coordinator(person, upload.survey.process)


def can_make_codes(person: Visitor, survey: Survey) -> bool:
    """Choose who can answer, make and withdraw codes: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_change_library_item(person: Visitor, item: LibraryItem) -> bool:
    """Take a template or question out of the library: coordinators of its process, administrators for the town's."""
    return is_admin(person) or (item.process is not None and is_coordinator(person, item.process))


def can_print_sheets(person: Visitor, survey: Survey) -> bool:
    """Make, print and close batches of paper forms, answer questions about a hand: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_key_sheets(person: Visitor, survey: Survey) -> bool:
    """Key in paper forms, set sheets aside, put scans in: clerks and coordinators of its process."""
    return is_coordinator(person, survey.process) or has_role(person, "clerk", survey.process_id)


def can_create_survey(person: Visitor, process: Process) -> bool:
    """Begin a new survey: coordinators of the process."""
    return is_coordinator(person, process)


def can_edit_questionnaire(person: Visitor, survey: Survey) -> bool:
    """Build, translate and publish the questionnaire: coordinators of its process."""
    return is_coordinator(person, survey.process)


def can_manage_kiosk(person: Visitor, kiosk: Kiosk) -> bool:
    """Register devices, give them codes and shut them out: coordinators of their process."""
    return is_coordinator(person, kiosk.process)
