import type { EventDetails } from '../../events/event.ts'
import type { SchoolOption } from '../../schools/school.ts'
import { SchoolSelect } from '../../schools/views.tsx'
import { Button, type Problems, Select, TextField } from '../../web/field.tsx'
import { ErrorSummary } from '../../web/page-parts.tsx'
import { type BookingSchool, mostDelegates, mostRepresented, type RoleOption, roomFor } from '../booking.ts'
import type { Row, TypedBooking } from '../forms.ts'
import { BookedEvent } from './before-booking.tsx'

export type BookFormProps = {
  event: EventDetails
  school: BookingSchool
  roles: readonly RoleOption[]
  others: readonly SchoolOption[]
  typed: TypedBooking
  /** The row that shows one more select for a represented school. */
  moreSchoolsAt?: number | undefined
  problems?: Problems | undefined
}

export const BookPage = ({ event, school, roles, others, typed, moreSchoolsAt, problems }: BookFormProps) => {
  const room = Math.min(roomFor(event, school), mostDelegates)
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <ErrorSummary problems={problems} />
        <span class="govuk-caption-l">{event.title}</span>
        <h1 class="govuk-heading-l">Who is coming?</h1>
        <BookedEvent event={event} school={school} />
        <form method="post" action={`/events/${event.code}/book`} novalidate id="booking">
          <Hidden typed={typed} />
          {/* Return in a text box presses the first button of a form: it must not be one that removes someone. */}
          <button type="submit" name="action" value="check" class="govuk-visually-hidden" tabindex={-1}>
            Continue
          </button>
          {typed.rows.map((row, index) => (
            <DelegateFields
              row={row}
              number={index + 1}
              of={typed.rows.length}
              roles={roles}
              others={others}
              oneMore={moreSchoolsAt === index + 1}
              problems={problems}
            />
          ))}
          {typed.rows.length < room ? (
            <Button kind="secondary" name="action" value="add">
              Add another person
            </Button>
          ) : (
            <p class="govuk-body">
              {room <= 1 ? 'You can book one place.' : `You can book ${room} places, and have named ${typed.rows.length} people.`}
            </p>
          )}
          <p class="govuk-body">
            We send each person an invitation for their calendar, and tell them that {school.name} gave us their details. The{' '}
            <a class="govuk-link" href="/privacy">
              privacy notice
            </a>{' '}
            says what we do with them.
          </p>
          <Button name="action" value="check">
            Continue
          </Button>
        </form>
      </div>
    </div>
  )
}

const Hidden = ({ typed }: { typed: TypedBooking }) => (
  <>
    <input type="hidden" name="school" value={typed.schoolId} />
    <input type="hidden" name="formId" value={typed.formId} />
    <input type="hidden" name="rows" value={String(typed.rows.length)} />
  </>
)

const DelegateFields = ({
  row,
  number,
  of,
  roles,
  others,
  oneMore,
  problems = {},
}: {
  row: Row
  number: number
  of: number
  roles: readonly RoleOption[]
  others: readonly SchoolOption[]
  oneMore: boolean
  problems?: Problems | undefined
}) => {
  const selects = Math.min(Math.max(1, row.represents.length + (oneMore ? 1 : 0)), mostRepresented)
  return (
    <fieldset class="govuk-fieldset muster-delegate">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
        <h2 class="govuk-fieldset__heading">{of === 1 ? 'The person coming' : `Person ${number}`}</h2>
      </legend>
      <TextField name={`name-${number}`} label="Full name" value={row.name} problems={problems} />
      <TextField
        name={`email-${number}`}
        label="Email address"
        hint="Their own, if they have one: the invitation goes there"
        type="email"
        value={row.email}
        problems={problems}
      />
      <Select
        name={`role-${number}`}
        label="Role at the school"
        value={row.roleId}
        problems={problems}
        options={[{ value: '', text: 'Choose a role' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
      />
      <details class="govuk-details" open={row.represents.length > 0 || oneMore || Boolean(problems[`represents-${number}-1`])}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">
            {of === 1 ? 'Also comes for another school' : `Person ${number} also comes for another school`}
          </span>
        </summary>
        <div class="govuk-details__text">
          {Array.from({ length: selects }, (_, index) => (
            <SchoolSelect
              name={`represents-${number}-${index + 1}`}
              label={index === 0 ? 'Other school' : `Other school ${index + 1}`}
              hint={index === 0 ? 'It uses none of that school’s places' : undefined}
              schools={others}
              value={row.represents[index]}
              problems={problems}
            />
          ))}
          <Button kind="secondary" name="action" value={`represent-${number}`}>
            Add a further school
          </Button>
        </div>
      </details>
      {of > 1 ? (
        <Button kind="secondary" name="action" value={`remove-${number}`}>
          Remove person {String(number)}
        </Button>
      ) : null}
    </fieldset>
  )
}
