import { words } from '#base/setting.ts'
import { Button, Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Details, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import { showSettings } from '#base/web/setting-fields.tsx'
import { counted } from '#base/words.ts'
import { type Colleague, mostDelegates, mostRepresented, type RoleOption } from '#booking/bookings/booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Question } from '#events/questions/question.ts'
import { CarriedAnswers, QuestionFields } from '#events/questions/views/fields.tsx'
import type { AskedPerson } from '#people/people/spelling.ts'
import { CarriedMeant, PersonQuestion } from '#people/people/views/person-question.tsx'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'
import { type Row, unknownTitles } from '../forms.ts'
import { AttendanceField } from './attendance-fields.tsx'

const RoleSelect = ({ roles, ...select }: Omit<Parameters<typeof Select>[0], 'options'> & { roles: readonly RoleOption[] }) => (
  <Select {...select} options={[{ value: '', text: 'Choose a role' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]} />
)

/** `oneMore`: one more field for a represented school; `opensHere`: just added or changed. */
export const DelegateFields = ({
  row,
  number,
  of,
  heading,
  roles,
  schools,
  oneMore,
  opensHere,
  canRemove,
  questions = [],
  insist = true,
  addressOptional = false,
  event,
  question,
  price,
  problems = {},
}: {
  row: Row
  number: number
  of: number
  heading?: string | undefined
  roles: readonly RoleOption[]
  schools: SchoolChoices
  oneMore: boolean
  opensHere?: boolean | undefined
  canRemove?: boolean | undefined
  /** Questions about each person; `insist`: required ones must be answered now. */
  questions?: readonly Question[] | undefined
  insist?: boolean | undefined
  /** An organiser enters what whoever asked knew. */
  addressOptional?: boolean | undefined
  /** A mixed event asks whether they come to the room or online. */
  event?: EventDetails | undefined
  question?: AskedPerson | undefined
  price?: string | undefined
  problems?: Problems | undefined
}) => {
  const wanted = Array.from({ length: mostRepresented }, (_, index) => `represents-${number}-${index + 1}`)
  const typed = wanted.findLastIndex((name) => schools.words[name] !== undefined) + 1
  const fields = Math.min(Math.max(1, row.represents.length + (oneMore ? 1 : 0), typed), mostRepresented)
  return (
    <fieldset class="govuk-fieldset muster-delegate">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
        <h2 class="govuk-fieldset__heading" {...(opensHere ? { tabindex: -1, autofocus: true } : {})}>
          {heading ?? (of === 1 ? 'The person coming' : `Person ${number}`)}
          {price ? <span class="muster-price">{price}</span> : null}
        </h2>
      </legend>
      {question ? <PersonQuestion {...question} problems={problems} /> : <CarriedMeant row={row} at={String(number)} />}
      {row.unknownRole ? <input type="hidden" name={`unknown-${number}`} value={row.unknownRole} /> : null}
      <div class="muster-delegate">
        <TextField name={`name-${number}`} label="Full name" value={row.name} problems={problems} />
        <TextField
          name={`email-${number}`}
          label={addressOptional ? 'Email address (optional)' : 'Email address'}
          type="email"
          value={row.email}
          problems={problems}
        />
        <RoleSelect
          name={`role-${number}`}
          label="Role at the school"
          hint={row.unknownRole ? `Please check: we do not know “${row.unknownRole}”` : undefined}
          value={row.roleId}
          problems={problems}
          roles={roles}
        />
      </div>
      <ReasonField row={row} number={number} problems={problems} />
      {event ? <AttendanceField event={event} name={`attendance-${number}`} value={row.attendance ?? ''} problems={problems} /> : null}
      <QuestionFields questions={questions} scope="place" row={number} typed={row.answers} problems={problems} insist={insist} />
      <div class="muster-delegate__foot">
        <Details
          open={row.represents.length > 0 || oneMore || typed > 0 || wanted.some((name) => problems[name])}
          summary={of === 1 ? 'Also comes for another school' : `Person ${number} also comes for another school`}
        >
          {Array.from({ length: fields }, (_, index) => (
            <SchoolField
              name={`represents-${number}-${index + 1}`}
              label={index === 0 ? 'Other school' : `Other school ${index + 1}`}
              hint={index === 0 ? 'Name, town, postcode or URN. None of its places is used' : undefined}
              schools={schools}
              value={row.represents[index]}
              problems={problems}
            />
          ))}
          <Button kind="secondary" name="action" value={`represent-${number}`}>
            Add a further school
          </Button>
        </Details>
        {canRemove ? (
          <Button kind="secondary" name="action" value={`remove-${number}`}>
            Remove person {String(number)}
          </Button>
        ) : null}
      </div>
    </fieldset>
  )
}

const reason = words('Why do they come?', { most: 300, hint: 'The organiser reads it. Write nothing about children.' })

/** Why somebody comes whom the event is not meant for: asked once it is needed. */
export const ReasonField = ({ row, number, problems }: { row: Row; number: number; problems: Problems }) => {
  const name = `reason-${number}`
  if (!row.reason && !problems[name]) return null
  return <>{showSettings({ [name]: reason }, { [name]: row.reason ?? '' }, problems)[name]}</>
}

export const CarriedRows = ({ rows }: { rows: readonly Row[] }) => (
  <>
    <input type="hidden" name="rows" value={String(rows.length)} />
    {rows.map((row, index) => (
      <>
        <input type="hidden" name={`name-${index + 1}`} value={row.name} />
        <input type="hidden" name={`email-${index + 1}`} value={row.email} />
        <input type="hidden" name={`role-${index + 1}`} value={row.roleId} />
        {row.unknownRole ? <input type="hidden" name={`unknown-${index + 1}`} value={row.unknownRole} /> : null}
        {row.reason ? <input type="hidden" name={`reason-${index + 1}`} value={row.reason} /> : null}
        <CarriedMeant row={row} at={String(index + 1)} />
        {(row.workshopIds ?? []).map((id) => (
          <input type="hidden" name={`workshop-${index + 1}`} value={id} />
        ))}
        {row.attendance ? <input type="hidden" name={`attendance-${index + 1}`} value={row.attendance} /> : null}
        {row.represents.map((id, other) => (
          <input type="hidden" name={`represents-${index + 1}-${other + 1}`} value={id} />
        ))}
        <CarriedAnswers typed={row.answers ?? {}} row={index + 1} />
      </>
    ))}
  </>
)

type PickColleaguesProps = {
  colleagues: readonly Colleague[]
  picked: readonly string[]
  type?: 'checkboxes' | 'radios'
}

/** Where the invitation of each person goes; said once above them. */
export const WhereInvitationsGo = ({ addressOptional, ownAddress }: { addressOptional: boolean; ownAddress: string | undefined }) => (
  <P>
    {addressOptional
      ? 'Each invitation goes to the person’s own address. Without one they get no invitation, reminder or word of a change.'
      : ownAddress
        ? `Each invitation goes to the person’s own address. Left empty, it goes to you, ${ownAddress}.`
        : 'Each invitation goes to the person’s own address, or that of the school’s office.'}
  </P>
)

/** Only for those acting for the school. Empty if there are none. */
export const PickColleagues = ({ colleagues, picked, type = 'checkboxes' }: PickColleaguesProps) => {
  const free = colleagues.filter((colleague) => !colleague.hasPlace)
  if (free.length === 0) return null
  return (
    <Details open={picked.length > 0} summary="Pick from the people at your school">
      <Choices
        type={type}
        small
        name="pick"
        label="People in a role at the school, or who came for it in the last two years"
        {...(free.length < colleagues.length ? { hint: 'Those who have a place at this event already are not shown.' } : {})}
        values={picked}
        options={free.map(({ id, name, email, role }) => ({
          value: id,
          text: role ? `${name}, ${role}` : name,
          ...(email ? {} : { hint: 'We have no email address: you are asked for it' }),
        }))}
      />
      <Button kind="secondary" name="action" value="pick">
        {type === 'radios' ? 'Fill in this person' : 'Fill in these people'}
      </Button>
    </Details>
  )
}

type PastePeopleProps = {
  pasted: string
  most?: number
  problems?: Problems | undefined
}

/** Each pasted job title that we do not know, with the role for everybody who has it. */
export const UnknownTitles = ({ rows, roles }: { rows: readonly Row[]; roles: readonly RoleOption[] }) => {
  const titles = unknownTitles(rows)
  if (titles.length === 0) return null
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
        <h2 class="govuk-fieldset__heading" id="titles">
          Job titles that we do not know
        </h2>
      </legend>
      <P>Choose a role for each. Until you do, they are booked as {roles.find(({ id }) => id === 'other')?.label ?? 'without a role'}.</P>
      <div class="muster-delegate">
        {titles.map((title, index) => (
          <>
            <input type="hidden" name={`titled-${index + 1}`} value={title} />
            <RoleSelect
              name={`title-${index + 1}`}
              label={`${title} (${counted(rows.filter(({ unknownRole }) => unknownRole === title).length, 'person', 'people')})`}
              value=""
              roles={roles}
            />
          </>
        ))}
      </div>
      <Button kind="secondary" name="action" value="titles">
        Use these roles
      </Button>
    </fieldset>
  )
}

/** `problems`: by line, keyed `pasted-1` and so on; the text stays. */
export const PastePeople = ({ pasted, most = mostDelegates, problems = {} }: PastePeopleProps) => {
  const wrong = Object.entries(problems).filter(([name]) => name.startsWith('pasted-'))
  return (
    <Details open={pasted !== '' || wrong.length > 0} summary="Paste people from a spreadsheet">
      <P>
        Paste up to {most} people at a time, also as columns from Excel or Google Sheets. You see each person before anything is booked.
      </P>
      <div class={`govuk-form-group${wrong.length > 0 ? ' govuk-form-group--error' : ''}`}>
        <label class="govuk-label" for="pasted">
          A line for each person
        </label>
        <div id="pasted-hint" class="govuk-hint">
          Name, email address and role, such as “Ann Lee, ann@example.sch.uk, Deputy DSL”
        </div>
        {wrong.map(([name, problem]) => (
          <p id={name} class="govuk-error-message" tabindex={-1}>
            <VisuallyHidden>Error:</VisuallyHidden> {problem}
          </p>
        ))}
        <textarea
          class={`govuk-textarea${wrong.length > 0 ? ' govuk-textarea--error' : ''}`}
          id="pasted"
          name="pasted"
          rows={5}
          spellcheck={false}
          aria-describedby={['pasted-hint', ...wrong.map(([name]) => name)].join(' ')}
        >
          {pasted}
        </textarea>
      </div>
      <Button kind="secondary" name="action" value="paste">
        Fill in the people pasted
      </Button>
    </Details>
  )
}
