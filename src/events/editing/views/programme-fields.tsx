import type { Child } from 'hono/jsx'
import { isDay, sayLongDay } from '#base/dates.ts'
import { DayField, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { Details, Heading, VisuallyHidden } from '#base/web/page-parts.tsx'
import { wholeNumber } from '#events/events/form-values.ts'
import { WorkshopWarnings } from '#events/events/views/workshops.tsx'
import { roomsOf, type Venue } from '#events/venues/venue.ts'
import type { EventValues } from '../forms.ts'
import { onlyDay, type ProgrammeRow, programmeRows } from '../programme-rows.ts'
import type { SessionValues } from '../session-forms.ts'
import type { FieldsProps } from './step-fields.tsx'

type Ground = { problems: Problems; venues: readonly Venue[]; blocks: readonly string[]; hasDays: boolean }

const roomNames = 'rooms'

/** Where the page goes on, with the focus there, once the row is added. */
const addedAt = (number: number): string => `#session-${number}-title`

/** Rows by time. Each button shows them again with what was typed, at the row in question. */
export const ProgrammeFields = ({ values, vocabulary, daysOff, problems }: FieldsProps) => {
  const { venues } = vocabulary
  const day = onlyDay(values)
  const rows = programmeRows(values)
  const blocks = rows.flatMap((row) => (row.kind === 'block' ? [row.row.block] : []))
  const ground = { problems, venues, blocks, hasDays: day === undefined }
  const next = values.sessions.length + 1
  const Add = ({ what, at, children }: { what: string; at: string; children: string }) => (
    <button type="submit" class="govuk-button govuk-button--secondary" name="do" value={`add-${what}`} formaction={at}>
      {children}
    </button>
  )
  return (
    <>
      <Warnings values={values} venues={venues} />
      {day === undefined ? null : <DayField name="day" label="Date" value={day} problems={problems} />}
      <DaysOff daysOff={daysOff} />
      <RoomNames values={values} venues={venues} />
      <div class="govuk-!-margin-bottom-4" id="programme">
        {rows.map((row, index) => (
          <>
            {day === undefined && row.row.date !== rows[index - 1]?.row.date ? <Heading>{sayDate(row.row.date)}</Heading> : null}
            <Row row={row} {...ground} />
          </>
        ))}
      </div>
      <div class="govuk-button-group">
        <Add what="session" at={addedAt(next)}>
          Add a session
        </Add>
        <Add what="block" at={addedAt(next)}>
          Add a block of workshops
        </Add>
        <Add what="break" at={`#break-${values.breaks.length + 1}-title`}>
          Add a break
        </Add>
        <Add what="day" at={addedAt(next)}>
          Add a day
        </Add>
      </div>
      <TextField
        name="hours"
        label="Length in hours"
        hint="Without breaks, such as 6 or 0:20. Blank: as long as the programme."
        value={values.hours}
        problems={problems}
        width={5}
      />
    </>
  )
}

/** Beside the days of an event. */
export const DaysOff = ({ daysOff }: Pick<FieldsProps, 'daysOff'>) =>
  daysOff ? <p class="govuk-body govuk-!-font-weight-bold">{daysOff}</p> : null

const sayDate = (date: string): string => (isDay(date) ? sayLongDay(date) : 'Another day')

const Warnings = ({ values, venues }: Pick<Ground, 'venues'> & { values: EventValues }) => {
  const sessions = values.sessions.flatMap((row) =>
    row.title === '' && row.block !== ''
      ? []
      : [
          {
            title: row.title,
            room: row.room,
            block: row.block,
            venueId: row.venue || null,
            startsAt: `${row.date} ${row.start}`,
            endsAt: `${row.date} ${row.end}`,
            capacity: wholeNumber(row.places) || null,
          },
        ],
  )
  const here = venues.find(({ id }) => id === values.venueId)
  return (
    <WorkshopWarnings event={{ sessions, capacity: wholeNumber(values.capacity) || 0, venue: here ?? null, otherVenues: [...venues] }} />
  )
}

/** Rooms of the event's venue, offered where a room is typed. */
const RoomNames = ({ values, venues }: Pick<Ground, 'venues'> & { values: EventValues }) => (
  <datalist id={roomNames}>
    {roomsOf(venues.find(({ id }) => id === values.venueId)?.rooms ?? '').map(({ name, places }) => (
      <option value={name}>{places === undefined ? name : `${name}, ${places} places`}</option>
    ))}
  </datalist>
)

const Row = ({ row, ...ground }: Ground & { row: ProgrammeRow }) => {
  if (row.kind === 'session') return <SessionRow row={row.row} number={row.number} {...ground} />
  if (row.kind === 'block') return <BlockRows block={row} {...ground} />
  return (
    <fieldset class="govuk-fieldset muster-session muster-part">
      <legend class="govuk-visually-hidden">Break {row.number}</legend>
      <div class="muster-when">
        <Times of={`break-${row.number}`} row={row.row} {...ground} />
        <Name of={`break-${row.number}`} label="What it is, such as Lunch" value={row.row.title} {...ground} />
        <Remove what="break" number={row.number} />
      </div>
    </fieldset>
  )
}

const Remove = ({ what, number }: { what: 'session' | 'break'; number: number }) => (
  <button type="submit" class="muster-link-button" name="do" value={`remove-${what}-${number}`} formaction="#programme">
    Remove <VisuallyHidden>{`${what} ${number}`}</VisuallyHidden>
  </button>
)

type TimesProps = Pick<Ground, 'problems' | 'hasDays'> & { of: string; row: Pick<SessionValues, 'date' | 'start' | 'end'> }

export const Times = ({ of, row, hasDays, problems }: TimesProps) => (
  <>
    {hasDays ? <DayField name={`${of}-date`} label="Date" value={row.date} problems={problems} /> : null}
    <TextField name={`${of}-start`} label="Starts at" type="time" value={row.start} problems={problems} width={5} />
    <TextField name={`${of}-end`} label="Ends at" type="time" value={row.end} problems={problems} width={5} />
  </>
)

type NameProps = Pick<Ground, 'problems'> & { of: string; label: string; value: string }

const Name = ({ of, label, value, problems }: NameProps) => (
  <TextField name={`${of}-title`} label={label} value={value} problems={problems} />
)

type SessionProps = Ground & { row: SessionValues; number: number }

const Kept = ({ row, number }: { row: SessionValues; number: number }) => (
  <>
    <input type="hidden" name={`session-${number}-id`} value={row.id} />
    <input type="hidden" name={`session-${number}-given`} value={row.given} />
  </>
)

const SessionRow = ({ row, number, ...ground }: SessionProps) => (
  <fieldset class="govuk-fieldset muster-session muster-part">
    <legend class="govuk-visually-hidden">Session {number}</legend>
    <Kept row={row} number={number} />
    <div class="muster-when">
      <Times of={`session-${number}`} row={row} {...ground} />
      <Name of={`session-${number}`} label={`Name of session ${number}`} value={row.title} {...ground} />
      <RoomField row={row} number={number} problems={ground.problems} />
      <MoreOf row={row} number={number} {...ground} />
      <Remove what="session" number={number} />
    </div>
  </fieldset>
)

const RoomField = ({ row, number, problems }: { row: SessionValues; number: number; problems: Problems }) => (
  <TextField name={`session-${number}-room`} label="Room" list={roomNames} value={row.room} problems={problems} />
)

/** A block asks its times once, and of each workshop a name and places. */
const BlockRows = ({ block, ...ground }: Ground & { block: ProgrammeRow & { kind: 'block' } }) => {
  const { number: nth, row: shared, workshops } = block
  const last = workshops.at(-1)?.number ?? 1
  const isShared = (row: SessionValues) => (['date', 'start', 'end'] as const).every((part) => row[part] === shared[part])
  return (
    <fieldset class="govuk-fieldset muster-session muster-part">
      <legend class="govuk-visually-hidden">{shared.block}: each person chooses one</legend>
      <div class="muster-when">
        <Times of={`block-${nth}`} row={shared} {...ground} />
        <Name of={`block-${nth}`} label="Workshops, of which each person chooses one" value={shared.block} {...ground} />
      </div>
      <div class="govuk-details__text">
        {workshops.map(({ row, number }) => {
          const own = isShared(row) ? { ...row, date: '', start: '', end: '' } : row
          return (
            <div>
              <Kept row={row} number={number} />
              <div class="muster-when">
                <Name of={`session-${number}`} label={`Name of workshop ${number}`} value={row.title} {...ground} />
                <TextField
                  name={`session-${number}-places`}
                  label="Places"
                  inputmode="numeric"
                  value={row.places}
                  problems={ground.problems}
                  width={5}
                />
                <RoomField row={row} number={number} problems={ground.problems} />
                <MoreOf row={own} number={number} block={nth} {...ground}>
                  <div class="muster-when">
                    <Times of={`session-${number}`} row={own} {...ground} hasDays />
                  </div>
                </MoreOf>
                <Remove what="session" number={number} />
              </div>
            </div>
          )
        })}
        <button type="submit" class="muster-link-button" name="do" value={`add-workshop-${last}`} formaction={addedAt(last + 1)}>
          Add a workshop <VisuallyHidden>to {shared.block}</VisuallyHidden>
        </button>
      </div>
    </fieldset>
  )
}

/** What few rows need. @param children fields of a workshop's own times */
const MoreOf = ({ row, number, venues, blocks, block, problems, children }: SessionProps & { block?: number; children?: Child }) => {
  const name = (part: string): string => `session-${number}-${part}`
  const parts = ['speakers', 'about', 'venue', 'in', ...(children ? ['date', 'start', 'end'] : [])]
  const isOpen = parts.some((part) => name(part) in problems) || (children !== undefined && row.start !== '')
  const offered = venues.filter(({ id, retiredAt }) => retiredAt === null || id === row.venue)
  return (
    <Details
      open={isOpen}
      summary={
        <>
          More
          <VisuallyHidden>
            {children ? ` of workshop ${number}: speakers, venue, own time` : ` of session ${number}: speakers, venue, who attends`}
          </VisuallyHidden>
        </>
      }
    >
      {children}
      {venues.length === 0 ? null : (
        <Select
          name={name('venue')}
          label="Venue"
          value={row.venue}
          problems={problems}
          options={[
            { value: '', text: 'Where the event is' },
            ...offered.map(({ id, name: called, retiredAt }) => ({ value: id, text: retiredAt ? `${called} (off the list)` : called })),
          ]}
        />
      )}
      <TextArea
        name={name('speakers')}
        label="Speakers"
        hint="A line for each, such as Jo Price, Hereford College. Everyone who looks at the event sees it."
        value={row.speakers}
        problems={problems}
        rows={2}
      />
      <TextArea name={name('about')} label="What it is about" value={row.about} problems={problems} rows={4} />
      <Select
        name={name('in')}
        label="Who attends?"
        value={block === undefined ? '' : String(block)}
        problems={problems}
        options={[
          { value: '', text: 'Everyone' },
          ...blocks.map((called, index) => ({ value: String(index + 1), text: `Who chooses it of “${called}”` })),
          { value: 'new', text: 'Who chooses it of a new block of workshops' },
        ]}
      />
    </Details>
  )
}
