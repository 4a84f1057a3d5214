import { sayWhen } from '../../dates.ts'
import type { EventDetails } from '../../events/event.ts'
import { whereOf } from '../../invites/invite.ts'
import { type SchoolOption, schoolLabel } from '../../schools/school.ts'
import { SchoolSelect } from '../../schools/views.tsx'
import { Button, Choices, type Problems, Select, TextField } from '../../web/field.tsx'
import { ErrorSummary, SummaryList } from '../../web/page-parts.tsx'
import {
  type BookingSchool,
  type DelegateAsked,
  mostDelegates,
  mostRepresented,
  type Refusal,
  type RoleOption,
  roomFor,
} from '../booking.ts'
import type { Row, TypedBooking } from '../forms.ts'
import { sayLeft, sayRefusal } from './refusals.tsx'

/** What is booked, and what is left of it, before anything is typed. */
export const Event = ({ event, school }: { event: EventDetails; school?: BookingSchool | undefined }) => (
  <>
    <span class="govuk-caption-l">{event.title}</span>
    <SummaryList
      rows={[
        [
          'When',
          <>
            {event.sessions.map((session) => (
              <div>{sayWhen(session.startsAt, session.endsAt)}</div>
            ))}
          </>,
        ],
        ['Where', whereOf(event)],
        ['School', school ? schoolLabel(school) : undefined],
        ['Places', `${sayLeft(event)}${school ? `; ${sayTaken(event, school)}` : ''}`],
      ]}
    />
  </>
)

const sayTaken = (event: EventDetails, school: BookingSchool): string =>
  event.placesPerSchool === null ? `your school has ${school.taken}` : `your school has ${school.taken} of ${event.placesPerSchool}`

/** For someone who acts for several schools, and for organisers, who may book for any. */
export const ChooseSchoolPage = ({
  event,
  schools,
  any,
  problems,
}: {
  event: EventDetails
  schools: readonly SchoolOption[]
  any: boolean
  problems?: Problems | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">{any ? 'Which school is this booking for?' : 'Which of your schools is this booking for?'}</h1>
      <Event event={event} />
      <form method="get" action={`/events/${event.code}/book`}>
        {any ? (
          <SchoolSelect name="school" label="School" schools={schools} problems={problems} />
        ) : (
          <Choices
            type="radios"
            name="school"
            label="School"
            values={[]}
            options={schools.map((school) => ({ value: school.id, text: schoolLabel(school) }))}
            {...(problems ? { problems } : {})}
          />
        )}
        <Button>Continue</Button>
      </form>
    </div>
  </div>
)

/** Signed in, but for no school yet. */
export const NoSchoolPage = ({ event }: { event: EventDetails }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">Ask to act for your school first</h1>
      <Event event={event} />
      <p class="govuk-body">
        Only someone who acts for a school can book for it. Ask to act for yours: if the council holds your e-mail address for the school it
        is confirmed at once, otherwise an organiser looks at it.
      </p>
      <a href="/school/claims/new" class="govuk-button">
        Ask to act for a school
      </a>
    </div>
  </div>
)

export const CannotBookPage = ({ event, school, reason }: { event: EventDetails; school: BookingSchool; reason: Refusal }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">You cannot book this event now</h1>
      <p class="govuk-body-l">{sayRefusal(reason, { event, school, asked: 1 })}</p>
      <Event event={event} school={school} />
      <p class="govuk-body">
        <a class="govuk-link" href={`/school/${school.id}`}>
          See what {school.name} has booked
        </a>{' '}
        or{' '}
        <a class="govuk-link" href="/events">
          see other events
        </a>
        .
      </p>
    </div>
  </div>
)

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
        <h1 class="govuk-heading-l">Who is coming?</h1>
        <Event event={event} school={school} />
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
        label="E-mail address"
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

export const CheckPage = ({
  event,
  school,
  roles,
  others,
  typed,
  delegates,
}: Omit<BookFormProps, 'problems' | 'moreSchoolsAt'> & { delegates: readonly DelegateAsked[] }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">Check before you book</h1>
      <Event event={event} school={school} />
      {delegates.map((delegate, index) => (
        <div class="govuk-summary-card">
          <div class="govuk-summary-card__title-wrapper">
            <h2 class="govuk-summary-card__title">{delegates.length === 1 ? 'The person coming' : `Person ${index + 1}`}</h2>
          </div>
          <div class="govuk-summary-card__content">
            <SummaryList
              rows={[
                ['Name', delegate.name],
                ['E-mail address', delegate.email],
                ['Role', roles.find((role) => role.id === delegate.roleId)?.label ?? ''],
                [
                  'Also for',
                  delegate.represents.length === 0
                    ? undefined
                    : delegate.represents
                        .map((id) => others.find((other) => other.id === id))
                        .map((other) => (other ? <div>{schoolLabel(other)}</div> : null)),
                ],
              ]}
            />
          </div>
        </div>
      ))}
      <div class="muster-actions">
        <form method="post" action={`/events/${event.code}/bookings`}>
          <Carried typed={typed} delegates={delegates} />
          <Button>{delegates.length === 1 ? 'Book this place' : `Book these ${delegates.length} places`}</Button>
        </form>
        <form method="post" action={`/events/${event.code}/book`}>
          <Carried typed={typed} delegates={delegates} />
          <Button kind="secondary" name="action" value="edit">
            Change something
          </Button>
        </form>
      </div>
    </div>
  </div>
)

const Carried = ({ typed, delegates }: { typed: TypedBooking; delegates: readonly DelegateAsked[] }) => (
  <>
    <input type="hidden" name="school" value={typed.schoolId} />
    <input type="hidden" name="formId" value={typed.formId} />
    <input type="hidden" name="rows" value={String(delegates.length)} />
    {delegates.map((delegate, index) => (
      <>
        <input type="hidden" name={`name-${index + 1}`} value={delegate.name} />
        <input type="hidden" name={`email-${index + 1}`} value={delegate.email} />
        <input type="hidden" name={`role-${index + 1}`} value={delegate.roleId} />
        {delegate.represents.map((id, other) => (
          <input type="hidden" name={`represents-${index + 1}-${other + 1}`} value={id} />
        ))}
      </>
    ))}
  </>
)
