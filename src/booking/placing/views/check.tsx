import type { Child } from 'hono/jsx'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, sayDeadline } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { sayAnswer } from '#base/questions/kind.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { Address, ErrorSummary, Inset, P, Page, Small, SummaryList, Table } from '#base/web/page-parts.tsx'
import { atStart, counted, inWords, plural } from '#base/words.ts'
import { hadAtOnce, lacking, waysAsked } from '#booking/bookings/attendance.ts'
import { askerName } from '#booking/bookings/booker.ts'
import { type BookingSchool, type Channel, namesDueOf, type RoleOption } from '#booking/bookings/booking.ts'
import { sayTotal } from '#booking/bookings/money-words.ts'
import { blocksOf, type EventDetails, isMixed } from '#events/events/event.ts'
import { attendanceTitles } from '#events/events/views/words.tsx'
import { type AskedAnswers, forScope, type Question } from '#events/questions/question.ts'
import { answerRows, CarriedAnswers } from '#events/questions/views/fields.tsx'
import { sayQuote } from '#money/prices/price.ts'
import { type Clash, sayClash } from '#people/people/clash.ts'
import type { AskedPerson } from '#people/people/spelling.ts'
import { PersonQuestion } from '#people/people/views/person-question.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { TypedContact } from '../contact-forms.ts'
import type { Asked, DelegateTyped, TypedBooking } from '../forms.ts'
import type { ShownPrice } from '../show-price.ts'
import { EventHead } from './before-booking.tsx'
import { CarriedContact, WhatTheContactGets } from './contact-fields.tsx'
import { CarriedRows } from './delegate-fields.tsx'
import { Agreeing, CarriedPaying, SumBar, WhatItCosts } from './price.tsx'
import { WorkshopChoices } from './workshop-choices.tsx'

type CheckProps = {
  event: EventDetails
  school: BookingSchool
  roles: readonly RoleOption[]
  others: readonly SchoolOption[]
  typed: TypedBooking
  asked: Asked
  channel: Channel
  now: Instant
  calendar: Calendar
  problems?: Problems | undefined
  questions: readonly Question[]
  answers: AskedAnswers
  /** Other places of each delegate at the time of the event. */
  clashes: readonly (readonly Clash[])[]
  questionsOfPeople: readonly AskedPerson[]
  /** The terms of cancelling, with fields to accept them. */
  terms?: Child
  /** undefined: free */
  price?: ShownPrice | undefined
}

const outcomeOf = ({
  event,
  school,
  typed,
  asked,
  channel,
  price,
}: Pick<CheckProps, 'event' | 'school' | 'typed' | 'asked' | 'channel' | 'price'>): {
  heading: string
  button: string
  sentence: string
} => {
  const total = asked.delegates.length + asked.unnamed
  const byCouncil = channel === 'organiser'
  const [yours, you] = byCouncil ? ['the school’s', 'the school waits'] : ['yours', 'you wait']
  if (event.rules.approval && channel === 'school')
    return {
      heading: 'Check before you send the request',
      button: 'Send this request',
      sentence: `An organiser decides on your request for ${counted(total, 'place')}. Until then nobody has a place; you get an email either way.`,
    }
  const ways = waysAsked(event, asked)
  if (lacking(event, school, channel, ways) === undefined || typed.wait === '') {
    const free = `if ${plural(total, 'it is', 'they are')} still free`
    const places = total === 1 ? 'the place is' : `${total} places are`
    const paid = `held while you pay, and ${yours} once you have`
    return {
      heading: 'Check before you book',
      button: total === 1 ? 'Book this place' : `Book these ${total} places`,
      sentence:
        !byCouncil && price && price.gross > 0 && !price.mayChoose && price.decision.route === 'card'
          ? `When you press the button, ${places} ${paid}, ${free}.`
          : `When you press the button, ${places} ${yours}, ${free}.${price?.mayChoose ? ` If you pay by card now, ${plural(total, 'it is', 'they are')} ${paid}.` : ''}`,
    }
  }
  const left = typed.wait === 'partly' ? hadAtOnce(event, school, channel, ways) : 0
  return {
    heading: left > 0 ? 'Check before you book' : 'Check before you join the waiting list',
    button: left > 0 ? `Book ${counted(left, 'place')} and wait for ${total - left}` : 'Join the waiting list',
    sentence:
      left > 0
        ? `When you press the button, ${inWords(left, 'place is', 'places are')} ${yours}, and ${you} for ${total - left} more. We offer them ${byCouncil ? 'by email to the person who asked' : 'to you'} as they come free.`
        : `Nobody has a place yet: ${you} for ${counted(total, 'place')}. When ${typed.wait === 'all' && total > 1 ? 'all of them are' : 'a place is'} free we send ${byCouncil ? 'the person who asked' : 'you'} an offer, with the time by which to accept it.`,
  }
}

const sayAsker = (contact: TypedContact): string =>
  [askerName(contact), contact.how, ...(contact.name ? [contact.email] : []), contact.telephone].filter(Boolean).join(', ')

export const checkHeading = (props: Parameters<typeof outcomeOf>[0]): string => outcomeOf(props).heading

const Unnamed = ({ event, asked, now, calendar }: Pick<CheckProps, 'event' | 'asked' | 'now' | 'calendar'>) => {
  const due = namesDueOf(event, now, calendar)
  const one = asked.unnamed === 1
  return (
    <Inset>
      <P>
        {one ? 'One place has' : `${asked.unnamed} places have`} no name yet.{' '}
        {isMixed(event) ? `${atStart(asked.unnamedOnline, 'of them is', 'of them are')} online. ` : ''}
        {due
          ? `Name ${one ? 'the person' : 'them'} by ${sayDeadline(due)}. We remind you before.`
          : 'You can name people until the event begins.'}
      </P>
      {due ? (
        <P>
          {event.rules.namesRelease
            ? 'A place without a name then is released, at no cost, and goes to a school that waits.'
            : 'A place without a name then stays yours, and we ask you for the name once more.'}
        </P>
      ) : null}
    </Inset>
  )
}

export const CheckPage = (props: CheckProps) => {
  const { event, school, typed, asked, channel, price, now, problems } = props
  const { delegates } = asked
  const outcome = outcomeOf(props)
  // A place that waits, or is held until it is paid for, chooses once it is certain.
  const choosable =
    delegates.length > 0 &&
    blocksOf(event.sessions).length > 0 &&
    outcome.button.startsWith('Book') &&
    (event.rules.choicesCloseAt ?? '9999') > now &&
    (channel === 'organiser' || price?.decision.route !== 'card' || price.gross === 0)
  const sum = `${counted(delegates.length + asked.unnamed, 'place')}: ${price ? sayTotal(price.quotes) : 'free of charge'}`
  const changed = { ...typed, rows: delegates.length > 0 ? delegates : typed.rows.slice(0, 1) }
  return (
    <Page wide>
      <ErrorSummary problems={problems} />
      <form method="post" action={`/events/${event.code}/bookings`} novalidate>
        <EventHead title={outcome.heading} event={event} school={school} checked />
        {asked.contact ? <SummaryList rows={[['Asked for by', sayAsker(asked.contact)]]} /> : null}
        {delegates.length > 0 ? <PeopleComing {...props} /> : null}
        {asked.unnamed > 0 ? <Unnamed event={event} asked={asked} now={now} calendar={props.calendar} /> : null}
        <SummaryList rows={answerRows(props.questions, 'booking', props.answers.booking)} />
        {props.questionsOfPeople.map((one) => (
          <PersonQuestion {...one} problems={problems} />
        ))}
        <Carried typed={choosable ? { ...changed, rows: changed.rows.map(({ workshopIds: _, ...row }) => row) } : changed} asked={asked} />
        {choosable ? <WorkshopChoices event={event} delegates={delegates} problem={problems?.['workshop-1']} /> : null}
        <div class="muster-folded" id="price">
          {props.terms}
          {price ? (
            <WhatItCosts
              price={price}
              typed={typed.paying}
              channel={channel}
              asker={asked.contact}
              eventCode={event.code}
              problems={problems}
            />
          ) : null}
        </div>
        {asked.contact ? (
          <WhatTheContactGets typed={asked.contact} withoutAddress={delegates.filter((one) => !one.email).map(({ name }) => name)} />
        ) : null}
        <Small>{outcome.sentence}</Small>
        <SumBar sum={sum}>
          {channel === 'school' && price && price.gross > 0 ? <Agreeing price={price} /> : null}
          <Button>{price && price.gross > 0 ? priceButton(price, outcome.button) : outcome.button}</Button>
          <button type="submit" class="govuk-button govuk-button--secondary" form="change" name="action" value="edit">
            Change something
          </button>
        </SumBar>
      </form>
      <form method="post" action={`/events/${event.code}/book`} id="change">
        <Carried
          typed={{ ...changed, rows: changed.rows.map(({ meant: _, ...row }) => row) }}
          asked={{ ...asked, contact: asked.contact && { ...asked.contact, meant: undefined } }}
        />
        <CarriedPaying typed={typed.paying} />
      </form>
    </Page>
  )
}

type PeopleProps = Pick<CheckProps, 'event' | 'asked' | 'roles' | 'questions' | 'answers' | 'price'> &
  Partial<Pick<CheckProps, 'others' | 'clashes'>> & { priceHeading?: string }

/** A row for each person, with what of them is known. */
export const PeopleComing = ({
  event,
  asked,
  roles,
  others = [],
  questions,
  answers,
  clashes = [],
  price,
  priceHeading = 'Price',
}: PeopleProps) => {
  const alsoFor = (ids: readonly string[]) => others.filter(({ id }) => ids.includes(id))
  const columns: [string, (delegate: DelegateTyped, index: number) => Child][] = [
    ['Name', ({ name }) => name],
    ['Email address', ({ email }) => (email ? <Address email={email} /> : 'None given')],
    ['Role', ({ roleId }) => roles.find((role) => role.id === roleId)?.label ?? ''],
    ['Comes', ({ attendance }) => (isMixed(event) && attendance ? attendanceTitles[attendance] : '')],
    ['Also for', ({ represents }) => alsoFor(represents).map((other) => <div>{schoolLabel(other)}</div>)],
    ['Clash', ({ name }, index) => clashes[index]?.map((clash) => <div>{sayClash(name, clash)}</div>) ?? []],
    ...forScope(questions, 'place').map(({ id, label }): (typeof columns)[number] => [
      label,
      (_, index) => {
        const answer = answers.places[index]?.find(({ questionId }) => questionId === id)
        const question = questions.find((one) => one.id === id)
        return answer && question ? <span class="muster-answer">{sayAnswer(question, answer.value)}</span> : ''
      },
    ]),
    [priceHeading, (_, index) => (price?.quotes[index] ? sayQuote(price.quotes[index]) : '')],
  ]
  const shown = columns
    .map(([heading, cell]) => ({ heading, cells: asked.delegates.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell && !(Array.isArray(cell) && cell.length === 0)))
  return (
    <Table
      caption="Who is coming"
      columns={shown.map(({ heading }) => heading)}
      rows={asked.delegates.map((_, index) => shown.map(({ cells }) => cells[index]))}
      dense
    />
  )
}

/** `Book these 2 places for £240.00`; the price of waiting places is shown above. */
const priceButton = (price: ShownPrice, button: string): string =>
  !button.startsWith('Book') || button.includes('wait')
    ? button
    : `${button}${price.decision.route === 'card' ? ' and pay' : ' for'} ${sayMoney(price.gross)}`

const Carried = ({ typed, asked }: { typed: TypedBooking; asked: Asked }) => (
  <>
    <input type="hidden" name="school" value={typed.schoolId} />
    <input type="hidden" name="formId" value={typed.formId} />
    <input type="hidden" name="places" value={String(asked.delegates.length + asked.unnamed)} />
    <input type="hidden" name="wait" value={typed.wait} />
    {asked.unnamedOnline > 0 ? <input type="hidden" name="online" value={String(asked.unnamedOnline)} /> : null}
    <input type="hidden" name="channel" value={typed.channel} />
    <CarriedContact typed={asked.contact ?? typed.contact} />
    <CarriedRows rows={typed.rows} />
    <CarriedAnswers typed={typed.answers} />
  </>
)
