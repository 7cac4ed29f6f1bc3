"""The registry of question types: a new type is one class here and one template in templates/surveys/questions/."""

from surveys.logic.questionnaire import attached, choosing, matrices, places, written
from surveys.logic.questionnaire.kinds import Kind

TYPES: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        written.ShortText(),
        written.LongText(),
        written.Number(),
        choosing.SingleChoice(),
        choosing.MultiChoice(),
        choosing.Dropdown(),
        choosing.YesNo(),
        choosing.Scale(),
        matrices.MatrixSingle(),
        matrices.MatrixMulti(),
        choosing.Ranking(),
        choosing.Allocation(),
        written.Date(),
        written.Slider(),
        choosing.ImageChoice(),
        places.Map(),
        attached.File(),
        written.Consent(),
        written.Information(),
        written.Calculated(),
    )
}
