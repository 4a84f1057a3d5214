import type { Child } from 'hono/jsx'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, sayDeadline, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Heading, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import { counted } from '#base/words.ts'
import { namesDueOf, type RoleOption } from '#booking/bookings/booking.ts'
import { BookedEvent } from '#booking/placing/views/before-booking.tsx'
import { priceRows } from '#booking/placing/views/price.tsx'
import { type EventDetails, isMixed } from '#events/events/event.ts'
import { attendanceWords } from '#events/events/views/words.tsx'
import type { AskedAnswers, Question } from '#events/questions/question.ts'
import { answerRows, CarriedAnswers } from '#events/questions/views/fields.tsx'
import type { Clash } from '#people/people/clash.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { clashRow } from '#people/people/views/clashes.tsx'
import { CarriedMeant, PersonQuestion } from '#people/people/views/person-question.tsx'
import type { OwnTrust } from '#schools/schools/record.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type AskedSchool, meantAt, type SchoolPrice, type TypedTrust } from '../trust-booking.ts'

export type CheckManyProps = {
  trust: OwnTrust
  event: EventDetails
  asked: readonly AskedSchool[]
  prices: readonly SchoolPrice[] | undefined
  people: readonly AskedPerson[]
  clashes: readonly (readonly (readonly Clash[])[])[]
  roles: readonly RoleOption[]
  questions: readonly Question[]
  answers: AskedAnswers
  typed: TypedTrust
  now: Instant
  calendar: Calendar
  terms?: Child
  problems?: Problems | undefined
}

const Carried = ({ asked, prices, typed }: Pick<CheckManyProps, 'asked' | 'prices' | 'typed'>) => (
  <>
    <input type="hidden" name="rows" value={String(asked.length)} />
    <input type="hidden" name="wait" value={typed.wait} />
    {typed.attendance ? <input type="hidden" name="attendance" value={typed.attendance} /> : null}
    {asked.map(({ row }, index) =>
      (
        [
          ['school', row.schoolId],
          ['formId', row.formId],
          ['places', row.places],
          ['people', row.people],
          ['priceId', prices?.[index]?.ground.list?.id ?? ''],
          ['seen', prices?.[index] ? String(prices[index].gross) : ''],
        ] as const
      ).map(([name, value]) => (value === '' ? null : <input type="hidden" name={`${name}-${index + 1}`} value={value} />)),
    )}
    <CarriedAnswers typed={typed.answers} />
  </>
)

const whoComes = ({ asked }: AskedSchool, roles: readonly RoleOption[]): Child => (
  <>
    {asked.delegates.map(({ name, email, roleId }) => (
      <div>{[name, email, roles.find(({ id }) => id === roleId)?.label].filter(Boolean).join(', ')}</div>
    ))}
    {asked.unnamed > 0 ? <div>{counted(asked.unnamed, 'place')} to be named later</div> : null}
  </>
)

const saysWait: Record<TypedTrust['wait'], string> = {
  '': 'For each it is all of its places or none: if not all are free by then, nothing is booked for that school.',
  all: 'If not all of a school’s places are free by then, that school goes on the waiting list for all of them.',
  partly: 'If not all of a school’s places are free by then, what there is is booked, and the school waits for the rest.',
}

export const CheckManyPage = (props: CheckManyProps) => {
  const { trust, event, asked, prices, clashes, roles, typed, now, problems } = props
  const at = `/trusts/${trust.uid}/events/${event.code}`
  const many = asked.reduce((sum, { asked: of }) => sum + of.delegates.length + of.unnamed, 0)
  const gross = prices?.reduce((sum, price) => sum + price.gross, 0) ?? 0
  const unnamed = asked.reduce((sum, { asked: of }) => sum + of.unnamed, 0)
  const due = namesDueOf(event, now, props.calendar)
  const byCard = prices?.some(({ decision, gross: of }) => of > 0 && decision.route === 'card')
  const day = prices?.[0]?.decision.rule.day
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Caption>{event.title}</Caption>
      <Title>{event.rules.approval ? 'Check before you send the requests' : 'Check before you book'}</Title>
      <BookedEvent event={event} />
      {isMixed(event) && typed.attendance ? <P>All of them come {attendanceWords[typed.attendance]}.</P> : null}
      {asked.map((one, index) => {
        const price = prices?.[index]
        return (
          <SummaryCard title={schoolLabel(one.school)}>
            <SummaryList
              rows={[
                ['Places', counted(one.asked.delegates.length + one.asked.unnamed, 'place')],
                ['Who comes', whoComes(one, roles)],
                ...one.asked.delegates.map(({ name }, at) => clashRow(name, clashes[index]?.[at])),
                ...(price ? priceRows({ ...price, mayChoose: false, chosen: false }) : ([['To pay', 'Nothing']] as const)),
              ]}
            />
          </SummaryCard>
        )
      })}
      <SummaryList rows={answerRows(props.questions, 'booking', props.answers.booking)} />
      {unnamed > 0 ? (
        <P>
          {counted(unnamed, 'place has', 'places have')} no name yet.{' '}
          {due
            ? `Name them on the page of each booking by ${sayDeadline(due)}${event.rules.namesRelease ? '; a place without a name is released then, at no cost' : ''}.`
            : 'You can name people on the page of each booking until the event begins.'}
        </P>
      ) : null}
      <form method="post" action={`${at}/bookings`} novalidate>
        {props.people.map((one) => (
          <PersonQuestion {...one} problems={problems} />
        ))}
        <Carried asked={asked} prices={prices} typed={typed} />
        {asked.map(({ row }, school) =>
          row.meant.map((meant, person) => <CarriedMeant row={{ meant }} at={meantAt(school + 1, person)} />),
        )}
        {props.terms}
        {gross > 0 ? (
          <>
            <Heading>What all of it costs</Heading>
            <P>
              <strong>{sayMoney(gross)}</strong> for {counted(many, 'place')} of {counted(asked.length, 'school')}, by what each school
              legally is on the day of the event{day ? `, ${sayLongDay(day)}` : ''}. If that turns out to be otherwise, the price and who
              pays are put right and you are told. By pressing the button you agree, for each school or the trust as it says above, to pay
              its part.
            </P>
          </>
        ) : (
          <P>Nothing is to be paid.</P>
        )}
        {byCard ? (
          <P>Places that are paid by card are held for 40 minutes. The next page has a link to pay for each of those bookings.</P>
        ) : null}
        <Heading>What pressing the button does</Heading>
        <P>
          {event.rules.approval
            ? 'It sends the organiser a request for each school. Until they decide nobody has a place.'
            : 'It makes a booking for each school, one after the other.'}{' '}
          {event.rules.approval ? '' : saysWait[typed.wait]} What is refused for one school stops none of the others, and the next page says
          which, and why. Pressing twice books nothing twice; if it breaks off, press again, and only what is missing is booked.
        </P>
        <Button>
          {event.rules.approval ? 'Send' : 'Book for'} {counted(asked.length, event.rules.approval ? 'request' : 'school')}
          {gross > 0 ? `, for ${sayMoney(gross)}` : ''}
        </Button>
      </form>
      <form method="post" action={at}>
        <Carried asked={asked} prices={undefined} typed={typed} />
        <Button kind="secondary" name="action" value="edit">
          Change something
        </Button>
      </form>
    </Page>
  )
}
