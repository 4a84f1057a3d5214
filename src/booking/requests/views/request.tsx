import type { Child } from 'hono/jsx'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { Caption, Details, ErrorSummary, Inset, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { mostOf, type RoleOption } from '#booking/bookings/booking.ts'
import type { Asked, TypedBooking } from '#booking/placing/forms.ts'
import type { RequestPrice } from '#booking/placing/show-price.ts'
import { OnlineField } from '#booking/placing/views/attendance-fields.tsx'
import { BookedEvent, EventHead } from '#booking/placing/views/before-booking.tsx'
import { PeopleComing } from '#booking/placing/views/check.tsx'
import { CarriedRows, DelegateFields, WhereInvitationsGo } from '#booking/placing/views/delegate-fields.tsx'
import { PriceOfRequest, SumBar } from '#booking/placing/views/price.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { AskedAnswers, Question } from '#events/questions/question.ts'
import { answerRows, CarriedAnswers, QuestionFields } from '#events/questions/views/fields.tsx'
import { sayOwedAfter } from '#money/ledger/owed.ts'
import { type SchoolName, type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import type { RequestRefusal } from '../request.ts'
import { sayMost, sayRequestRefusal } from './refusals.tsx'

const NotConfirmed = ({ school }: { school: SchoolName }) => (
  <Inset>
    <p class="govuk-body govuk-!-margin-bottom-2">
      <strong>Nobody has confirmed yet that you can book for {school.name}.</strong> You can ask for places now. We keep your request; it
      takes no place.
    </p>
    <details class="govuk-details govuk-!-margin-bottom-0">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">What becomes of it</span>
      </summary>
      <div class="govuk-details__text">
        It gets its turn from now: once somebody confirms you we book it, or put it on the waiting list with that turn, and send you an
        email. Until then you see nothing of what the school has booked.
      </div>
    </details>
  </Inset>
)

/** A request for a free event without terms leaves nothing to check: it takes no place. */
export const asksOnlyWho = (event: EventDetails): boolean => event.priceId === null && event.termsId === null

export type RequestFormProps = {
  event: EventDetails
  school: SchoolOption
  roles: readonly RoleOption[]
  schools: SchoolChoices
  questions: readonly Question[]
  typed: TypedBooking
  /** The most places the school can have at the event. */
  most: number
  /** Used for a person without an address. */
  ownAddress: string | undefined
  /** Nobody is signed in: a code follows. */
  isUnknown?: boolean
  moreSchoolsAt?: number | undefined
  /** The number of the person to open the page at: just added or changed. */
  openAt?: number | undefined
  problems?: Problems | undefined
}

type PlacesAskedProps = Omit<RequestFormProps, 'school'> & {
  /** What the form asks first. */
  before?: Child
}

export const PlacesAsked = ({ event, typed, questions, problems, moreSchoolsAt, openAt, most, before, ...rest }: PlacesAskedProps) => (
  <>
    <input type="hidden" name="formId" value={typed.formId} />
    <input type="hidden" name="rows" value={String(typed.rows.length)} />
    {/* Enter in a text field presses a form's first button, which must not remove a person. */}
    <button type="submit" name="action" value="check" class="govuk-visually-hidden" tabindex={-1}>
      Continue
    </button>
    {before}
    <TextField
      name="places"
      label="How many places?"
      hint={`${sayMost(most)}. Leave it empty for one for each person you name`}
      width={4}
      inputmode="numeric"
      value={typed.places}
      problems={problems}
    />
    <Details summary="If there are not enough places" open={typed.wait === 'partly'}>
      <Choices
        type="radios"
        small
        name="wait"
        label="What we do then"
        values={[typed.wait || 'all']}
        options={[
          { value: 'all', text: 'Wait until all of them are free', hint: 'Nobody has a place before that' },
          { value: 'partly', text: 'Take as many as there are, and wait for the others' },
        ]}
      />
    </Details>
    <OnlineField event={event} value={typed.online} problems={problems} />
    <WhereInvitationsGo addressOptional={false} ownAddress={rest.ownAddress} />
    {typed.rows.map((row, index) => (
      <DelegateFields
        row={row}
        number={index + 1}
        of={Math.max(2, typed.rows.length)}
        oneMore={moreSchoolsAt === index + 1}
        opensHere={openAt === index + 1}
        canRemove={typed.rows.length > 1}
        event={event}
        questions={questions}
        problems={problems}
        {...rest}
      />
    ))}
    <Button kind="secondary" name="action" value="add">
      Add another person
    </Button>
    <QuestionFields questions={questions} scope="booking" typed={typed.answers} problems={problems} />
    <P>
      Nobody you name is written to before the places are booked. If nothing comes of the request, what you typed is deleted. The{' '}
      <Link href="/privacy">privacy notice</Link> says what we do with people’s details.
    </P>
    {rest.isUnknown ? (
      <Button name="action" value="check">
        Send me a code
      </Button>
    ) : asksOnlyWho(event) ? (
      <Button name="action" value="book">
        Ask for these places
      </Button>
    ) : (
      <Button name="action" value="check">
        Continue
      </Button>
    )}
  </>
)

export const RequestFormPage = ({ school, ...asked }: RequestFormProps) => (
  <Page wide>
    <ErrorSummary problems={asked.problems} />
    <EventHead title="Ask for places" event={asked.event} />
    <NotConfirmed school={school} />
    <form method="post" action={`/events/${asked.event.code}/book`} novalidate id="booking">
      <input type="hidden" name="school" value={asked.typed.schoolId} />
      <PlacesAsked {...asked} />
    </form>
  </Page>
)

type RequestCheckProps = Pick<RequestFormProps, 'event' | 'school' | 'roles' | 'questions' | 'typed' | 'problems'> & {
  asked: Asked
  answers: AskedAnswers
  terms?: Child
  price?: RequestPrice | undefined
}

export const RequestCheckPage = (props: RequestCheckProps) => {
  const { event, school, roles, questions, answers, typed, asked, terms, price, problems } = props
  const total = asked.delegates.length + asked.unnamed
  const changed = { ...typed, rows: asked.delegates.length > 0 ? asked.delegates : typed.rows.slice(0, 1) }
  const carried = (
    <>
      <input type="hidden" name="school" value={typed.schoolId} />
      <input type="hidden" name="formId" value={typed.formId} />
      <input type="hidden" name="places" value={String(total)} />
      <input type="hidden" name="wait" value={typed.wait || 'all'} />
      {asked.unnamedOnline > 0 ? <input type="hidden" name="online" value={String(asked.unnamedOnline)} /> : null}
      <CarriedRows rows={changed.rows} />
      <CarriedAnswers typed={typed.answers} />
    </>
  )
  return (
    <Page wide>
      <ErrorSummary problems={problems} />
      <EventHead title="Check before you send" event={event} />
      {asked.delegates.length > 0 ? (
        <PeopleComing
          event={event}
          asked={asked}
          roles={roles}
          questions={questions}
          answers={answers}
          price={price?.likely}
          priceHeading={price && price.likely.gross !== price.gross ? 'Likely price' : 'Price'}
        />
      ) : null}
      <SummaryList
        rows={[
          ['School', schoolLabel(school)],
          ['To be named later', asked.unnamed > 0 ? String(asked.unnamed) : undefined],
          ['Of them online', asked.unnamedOnline > 0 ? String(asked.unnamedOnline) : undefined],
          ...answerRows(questions, 'booking', answers.booking),
        ]}
      />
      <NotConfirmed school={school} />
      <form method="post" action={`/events/${event.code}/request`} novalidate>
        {carried}
        {terms}
        {price ? <PriceOfRequest price={price} schoolName={school.name} /> : <P>{sayOwedAfter(0, undefined)}</P>}
        <SumBar sum={counted(total, 'place')}>
          <Button>Send this request</Button>
          <button type="submit" class="govuk-button govuk-button--secondary" form="change" name="action" value="edit">
            Change something
          </button>
        </SumBar>
      </form>
      <form method="post" action={`/events/${event.code}/book`} id="change">
        {carried}
      </form>
    </Page>
  )
}

export const CannotRequestPage = ({ event, reason }: { event: EventDetails; reason: RequestRefusal }) => (
  <Page>
    <Caption>{event.title}</Caption>
    <Title>You cannot ask for places now</Title>
    <p class="govuk-body-l">{sayRequestRefusal(reason, mostOf(event, null))}</p>
    <BookedEvent event={event} />
  </Page>
)
