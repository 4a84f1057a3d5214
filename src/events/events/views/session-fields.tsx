import { Button, DayField, type Problems, TextField } from '#base/web/field.tsx'
import type { SessionValues } from '../session-forms.ts'

/**
 * One session of the form; `alone`: the only one, which needs no name. `blocks`: those typed so
 * far, as suggestions.
 */
export const SessionFields = ({
  row,
  index,
  alone,
  blocks,
  problems,
}: {
  row: SessionValues
  index: number
  alone: boolean
  blocks: readonly string[]
  problems: Problems
}) => {
  const number = index + 1
  const name = (part: string): string => `session-${number}-${part}`
  return (
    <fieldset class="govuk-fieldset muster-session">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{alone ? 'Date and time' : `Session ${number}`}</legend>
      <input type="hidden" name={name('id')} value={row.id} />
      {alone ? null : <TextField name={name('title')} label="Name of the session" value={row.title} problems={problems} width={20} />}
      <div class="muster-when">
        <DayField name={name('date')} label="Date" value={row.date} problems={problems} />
        <TextField name={name('start')} label="Starts at" type="time" value={row.start} problems={problems} width={5} />
        <TextField name={name('end')} label="Ends at" type="time" value={row.end} problems={problems} width={5} />
      </div>
      {alone ? null : (
        <details class="govuk-details" open={row.block !== '' || row.places !== '' || problems[name('block')] !== undefined}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">
              {row.block === '' ? `Make session ${number} a workshop` : `Session ${number} is a workshop`}
              <span class="govuk-visually-hidden">, of which each person chooses one</span>
            </span>
          </summary>
          <div class="govuk-details__text">
            <TextField
              name={name('block')}
              label="Part of a block of workshops"
              hint={
                <>
                  Such as Morning workshops: each person chooses one of a block. Leave blank when everyone attends.
                  {blocks.length > 0 ? ` So far: ${blocks.join('; ')}.` : ''}
                </>
              }
              value={row.block}
              problems={problems}
              width={20}
            />
            <TextField
              name={name('places')}
              label="Places in the workshop"
              hint="Leave blank for no limit."
              inputmode="numeric"
              value={row.places}
              problems={problems}
              width={5}
            />
          </div>
        </details>
      )}
      {alone ? null : (
        <Button kind="secondary" name="do" value={`remove-session-${number}`}>
          Remove session {number}
        </Button>
      )}
    </fieldset>
  )
}
