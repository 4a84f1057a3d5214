import { Button, DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { Details, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { Venue } from '#events/venues/venue.ts'
import type { BreakValues } from '../break-forms.ts'
import type { SessionValues } from '../session-forms.ts'

type SessionFieldsProps = {
  row: SessionValues
  index: number
  alone: boolean
  blocks: readonly string[]
  venues: readonly Venue[]
  problems: Problems
}

/** `alone`: needs no name. `blocks`: typed so far, as suggestions. */
export const SessionFields = ({ row, index, alone, blocks, venues, problems }: SessionFieldsProps) => {
  const number = index + 1
  const name = (part: string): string => `session-${number}-${part}`
  const hasProblem = (part: string): boolean => problems[name(part)] !== undefined
  return (
    <fieldset class="govuk-fieldset muster-session">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{alone ? 'Date and time' : `Session ${number}`}</legend>
      <input type="hidden" name={name('id')} value={row.id} />
      <input type="hidden" name={name('given')} value={row.given} />
      {alone ? null : <TextField name={name('title')} label="Name of the session" value={row.title} problems={problems} width={20} />}
      <div class="muster-when">
        <DayField name={name('date')} label="Date" value={row.date} problems={problems} />
        <TextField name={name('start')} label="Starts at" type="time" value={row.start} problems={problems} width={5} />
        <TextField name={name('end')} label="Ends at" type="time" value={row.end} problems={problems} width={5} />
      </div>
      <TextField
        name={name('room')}
        label="Room (optional)"
        hint="People find it in their calendar entry."
        value={row.room}
        problems={problems}
        width={20}
      />
      {alone || venues.length === 0 ? (
        <input type="hidden" name={name('venue')} value={row.venue} />
      ) : (
        <Select
          name={name('venue')}
          label="Venue"
          value={row.venue}
          problems={problems}
          options={[
            { value: '', text: 'Where the event is' },
            ...venues.flatMap(({ id, name: called, retiredAt }) =>
              retiredAt === null || id === row.venue ? [{ value: id, text: retiredAt ? `${called} (off the list)` : called }] : [],
            ),
          ]}
        />
      )}
      <Details
        open={row.speakers !== '' || row.about !== '' || hasProblem('speakers') || hasProblem('about')}
        summary={<>Speakers and what it is about{alone ? '' : ` (session ${number})`}</>}
      >
        <TextArea
          name={name('speakers')}
          label="Speakers"
          hint="A line each, such as Jo Price, Hereford College. Shown to everyone."
          value={row.speakers}
          problems={problems}
          rows={2}
        />
        <TextArea name={name('about')} label="What it is about" value={row.about} problems={problems} rows={4} />
      </Details>
      {alone ? null : (
        <Details
          open={row.block !== '' || row.places !== '' || hasProblem('block')}
          summary={
            <>
              {row.block === '' ? `Make session ${number} a workshop` : `Session ${number} is a workshop`}
              <VisuallyHidden>, of which each person chooses one</VisuallyHidden>
            </>
          }
        >
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
        </Details>
      )}
      {alone ? null : (
        <Button kind="secondary" name="do" value={`remove-session-${number}`}>
          Remove session {number}
        </Button>
      )}
    </fieldset>
  )
}

export const BreakFields = ({ row, index, problems }: { row: BreakValues; index: number; problems: Problems | undefined }) => {
  const name = (part: string): string => `break-${index + 1}-${part}`
  return (
    <fieldset class="govuk-fieldset muster-session">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Break {index + 1}</legend>
      <TextField name={name('title')} label="What it is, such as Lunch" value={row.title} problems={problems} width={20} />
      <div class="muster-when">
        <DayField name={name('date')} label="Date" value={row.date} problems={problems} />
        <TextField name={name('start')} label="Starts at" type="time" value={row.start} problems={problems} width={5} />
        <TextField name={name('end')} label="Ends at" type="time" value={row.end} problems={problems} width={5} />
      </div>
      <Button kind="secondary" name="do" value={`remove-break-${index + 1}`}>
        Remove break {index + 1}
      </Button>
    </fieldset>
  )
}

export const AddRows = () => (
  <>
    <TextField name="howMany" label="How many sessions or workshops to add" value="1" inputmode="numeric" width={2} problems={undefined} />
    <div class="govuk-button-group">
      <Button kind="secondary" name="do" value="add-session">
        Add sessions for everyone
      </Button>
      <Button kind="secondary" name="do" value="add-workshop">
        Add workshops
      </Button>
      <Button kind="secondary" name="do" value="add-break">
        Add a break
      </Button>
    </div>
    <p class="govuk-hint">Of the workshops of a block each person chooses one.</p>
  </>
)
