import { Button, Choices, type Problems, Select, TextField } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { waysToAsk } from '#booking/bookings/booker.ts'
import type { Channel, RoleOption } from '#booking/bookings/booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Question } from '#events/questions/question.ts'
import { QuestionFields } from '#events/questions/views/fields.tsx'
import { CarriedMeant } from '#people/people/views/person-question.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { TypedContact } from '../contact-forms.ts'
import type { Row, TypedBooking } from '../forms.ts'
import { AttendanceField, OnlineField } from './attendance-fields.tsx'
import { CarriedContact } from './contact-fields.tsx'
import { ReasonField } from './delegate-fields.tsx'
import { CarriedPaying } from './price.tsx'

export type RefusedProps = {
  event: EventDetails
  typed: TypedBooking
  channel: Channel
  roles: readonly RoleOption[]
  questions: readonly Question[]
  /** The represented schools that exist. */
  represented: readonly SchoolOption[]
  /** 'all', 'partly': the school may wait or take fewer; empty: waiting does not help. */
  waits: readonly ('all' | 'partly')[]
  /** It was checked already, with price and terms, so waiting needs no second check. */
  checked: boolean
  /** Nothing typed can help now. */
  shut: boolean
  problems: Problems
}

const waitButtons = { all: 'Join the waiting list', partly: 'Take as many as there are, and wait for the others' } as const

/** Reads nothing. */
export const RefusedPage = ({ event, typed, channel, roles, questions, represented, waits, checked, shut, problems }: RefusedProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>{event.title}</Caption>
    <Title>Nothing has been booked</Title>
    <form method="post" action={`/events/${event.code}/book`} novalidate id="booking">
      {/* Enter in a text field presses the first button of a form. */}
      <button type="submit" name="action" value="check" class="govuk-visually-hidden" tabindex={-1}>
        Continue
      </button>
      <input type="hidden" name="school" value={typed.schoolId} />
      <input type="hidden" name="formId" value={typed.formId} />
      <input type="hidden" name="channel" value={typed.channel} />
      <input type="hidden" name="rows" value={String(typed.rows.length)} />
      <CarriedPaying typed={typed.paying} />
      {checked ? <Accepted typed={typed} /> : null}
      {shut ? (
        <P>
          What you typed is kept below. You can send it again should that change, or <Link href="/events">see other events</Link>.
        </P>
      ) : null}
      {waits.length > 0 ? (
        <div id="wait" tabindex={-1}>
          <Heading>What you can do now</Heading>
          <P>When places come free, schools that wait are offered them in turn, each with the time by which to accept.</P>
          {waits.map((wait) => (
            <p>
              <button
                type="submit"
                class="govuk-button govuk-!-margin-bottom-2"
                name="wait"
                value={wait}
                formaction={checked ? `/events/${event.code}/bookings` : undefined}
              >
                {waitButtons[wait]}
              </button>
            </p>
          ))}
          {waits.includes('partly') ? <P>Or ask for fewer places below.</P> : null}
        </div>
      ) : (
        <input type="hidden" name="wait" value={typed.wait} />
      )}
      <Heading>What you typed</Heading>
      {channel === 'organiser' ? <WhoAsked typed={typed.contact} problems={problems} /> : <CarriedContact typed={typed.contact} />}
      <TextField
        name="places"
        label="How many places?"
        hint="Leave it empty for one for each person you name"
        width={4}
        inputmode="numeric"
        value={typed.places}
        problems={problems}
      />
      <OnlineField event={event} value={typed.online} problems={problems} />
      {typed.rows.map((row, index) => (
        <TypedPerson
          event={event}
          row={row}
          roles={roles}
          questions={questions}
          represented={represented}
          problems={problems}
          number={index + 1}
          insist={channel === 'school'}
        />
      ))}
      <QuestionFields questions={questions} scope="booking" typed={typed.answers} problems={problems} insist={channel === 'school'} />
      <Button kind="secondary" name="action" value="check">
        {shut ? 'Try again' : 'Check again'}
      </Button>
    </form>
  </Page>
)

const Accepted = ({ typed }: { typed: TypedBooking }) => (
  <>
    <input type="hidden" name="priceId" value={typed.paying.priceId} />
    <input type="hidden" name="seen" value={typed.paying.seen} />
    <input type="hidden" name="termsId" value={typed.termsId} />
    {typed.authority ? <input type="hidden" name="authority" value="yes" /> : null}
  </>
)

/** A picked person keeps their known details. */
const WhoAsked = ({ typed, problems }: { typed: TypedContact; problems: Problems }) =>
  typed.who !== 'new' && typed.who !== '' ? (
    <CarriedContact typed={typed} />
  ) : (
    <>
      <input type="hidden" name="who" value="new" />
      <TextField name="contactName" label="Name of the person who asked" value={typed.name} problems={problems} />
      <TextField name="contactEmail" label="Their email address" type="email" value={typed.email} problems={problems} />
      <TextField name="contactTelephone" label="Their telephone number" type="tel" value={typed.telephone} problems={problems} />
      <Select name="askedHow" label="How did they ask?" value={typed.how} options={waysToAsk.map((way) => ({ value: way, text: way }))} />
    </>
  )

type TypedPersonProps = Pick<RefusedProps, 'event' | 'roles' | 'questions' | 'represented' | 'problems'> & {
  row: Row
  number: number
  insist: boolean
}

const TypedPerson = ({ event, row, number, roles, questions, represented, insist, problems }: TypedPersonProps) => (
  <fieldset class="govuk-fieldset muster-delegate">
    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Person {String(number)}</legend>
    <TextField name={`name-${number}`} label="Full name" value={row.name} problems={problems} />
    <TextField name={`email-${number}`} label="Email address" type="email" value={row.email} problems={problems} />
    <Select
      name={`role-${number}`}
      label="Role at the school"
      value={row.roleId}
      problems={problems}
      options={[{ value: '', text: 'Choose a role' }, ...roles.map((role) => ({ value: role.id, text: role.label }))]}
    />
    <ReasonField row={row} number={number} problems={problems} />
    {(row.workshopIds ?? []).map((id) => (
      <input type="hidden" name={`workshop-${number}`} value={id} />
    ))}
    <CarriedMeant row={row} at={String(number)} />
    <AttendanceField event={event} name={`attendance-${number}`} value={row.attendance ?? ''} problems={problems} />
    {row.represents.map((id, index) => {
      const school = represented.find((one) => one.id === id)
      return (
        <Choices
          type="checkboxes"
          small
          name={`represents-${number}-${index + 1}`}
          label={index === 0 ? 'Also comes for' : 'And for'}
          values={[id]}
          options={[{ value: id, text: school ? schoolLabel(school) : 'A school that is not in the list: leave it out' }]}
          problems={problems}
        />
      )
    })}
    <QuestionFields questions={questions} scope="place" row={number} typed={row.answers} problems={problems} insist={insist} />
  </fieldset>
)
