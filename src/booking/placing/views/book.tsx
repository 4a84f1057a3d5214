import type { Calendar } from '#base/council/working-day.ts'
import type { Instant } from '#base/dates.ts'
import { Button, Choices, type Problems, Select } from '#base/web/field.tsx'
import { files } from '#base/web/generated/files.ts'
import { ErrorSummary, Heading, Inset, Link, P, Page, Small } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import { lacking } from '#booking/bookings/attendance.ts'
import type { KnownAsker } from '#booking/bookings/booker.ts'
import {
  allowanceOf,
  type BookingSchool,
  type Channel,
  type Colleague,
  fullRefusal,
  leftFor,
  mostDelegates,
  mostPlaces,
  namesDueOf,
  type RoleOption,
} from '#booking/bookings/booking.ts'
import { sayTotal } from '#booking/bookings/money-words.ts'
import { sayNamesDue, sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { type EventDetails, waysTo } from '#events/events/event.ts'
import type { Question } from '#events/questions/question.ts'
import { QuestionFields } from '#events/questions/views/fields.tsx'
import type { Quote } from '#money/prices/price.ts'
import { sayQuote } from '#money/prices/price.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { asksNothingMore } from '../compose-booking.ts'
import type { TypedBooking } from '../forms.ts'
import { OnlineField } from './attendance-fields.tsx'
import { EventHead } from './before-booking.tsx'
import { ContactFields } from './contact-fields.tsx'
import { DelegateFields, PastePeople, PickColleagues, UnknownTitles, WhereInvitationsGo } from './delegate-fields.tsx'
import { CarriedPaying, SumBar } from './price.tsx'

export type BookFormProps = {
  event: EventDetails
  calendar: Calendar
  school: BookingSchool
  roles: readonly RoleOption[]
  schools: SchoolChoices
  typed: TypedBooking
  channel: Channel
  /** May book both as the school and as the council. */
  both: boolean
  /** Used for a person without an address. */
  ownAddress: string | undefined
  colleagues: readonly Colleague[]
  /** People at the school who may have asked the council. */
  askers: readonly KnownAsker[]
  now: Instant
  /** The row that shows one more field for a represented school. */
  moreSchoolsAt?: number | undefined
  /** The number of the person to open the page at: just added or changed. */
  openAt?: number | undefined
  problems?: Problems | undefined
  questions: readonly Question[]
  /** What each person costs this school, in their order; empty: nothing. */
  prices: readonly (Quote | undefined)[]
  /** What is booked as typed; empty too while nobody is named. */
  quotes: readonly Quote[]
}

const WhatIsToBeHad = ({ event, school, channel }: Pick<BookFormProps, 'event' | 'school' | 'channel'>) => {
  const left = leftFor(event, school, channel)
  const full = fullRefusal(event, school, channel, 1)
  if (event.rules.approval && channel === 'school')
    return (
      <Inset>
        An organiser decides on each booking for this event. You ask for places; until it is decided nobody has one, and you get an email.
      </Inset>
    )
  if (full)
    return (
      <Inset>
        {sayRefusal(full, { event, school, asked: 1 })} When places come free you get an offer by email, with the time by which to accept
        it.
      </Inset>
    )
  return left < Math.min(allowanceOf(event, school), 10) ? (
    <Inset>{atStart(left, 'place is', 'places are')} to be had at once. If you want more, you can wait for them.</Inset>
  ) : null
}

const waitOptions = [
  { value: 'all', text: 'Wait until all of them are free', hint: 'Nobody has a place before that' },
  {
    value: 'partly',
    text: 'Take as many as there are',
    hint: 'Those left are booked at once, others offered as they come free',
  },
]

const placesFor = ({ event, school }: BookFormProps): number => Math.min(allowanceOf(event, school), mostPlaces)

/** By whom it is booked, and whom to contact about it. */
const WhoBooks = ({ typed, channel, both, school, askers, problems }: BookFormProps) => (
  <>
    {both ? (
      <Choices
        type="radios"
        name="channel"
        label="Who books?"
        values={[typed.channel || 'school']}
        options={[
          { value: 'school', text: `${school.name}, for which you act` },
          { value: 'organiser', text: 'The council, for the school' },
        ]}
      />
    ) : null}
    {channel === 'organiser' || both ? (
      <>
        {both ? <P>Only when the council books:</P> : null}
        <ContactFields typed={typed.contact} known={askers} school={school} problems={problems} />
      </>
    ) : null}
  </>
)

const HowMany = (props: BookFormProps) => {
  const { event, calendar, school, typed, now, problems } = props
  const most = placesFor(props)
  return most > 1 ? (
    <Select
      name="places"
      label="How many places?"
      hint={`You can name people later. ${sayNamesDue(namesDueOf(event, now, calendar), event, now)}`.trim()}
      labelClass="govuk-label--s"
      value={typed.places}
      problems={problems}
      options={[
        { value: '', text: 'One for each person I name' },
        ...Array.from({ length: most }, (_, index) => ({ value: String(index + 1), text: counted(index + 1, 'place') })),
      ]}
    />
  ) : (
    <>
      <P id="places">You can have one {school.taken + school.waiting > 0 ? 'more ' : ''}place.</P>
      <input type="hidden" name="places" value="1" />
    </>
  )
}

const WaitForAll = (props: BookFormProps) => {
  const { event, school, typed, channel, problems } = props
  const approval = event.rules.approval && channel === 'school'
  const waits =
    !approval && (typed.wait !== '' || Boolean(problems?.['wait']) || lacking(event, school, channel, waysTo(event)) !== undefined)
  const most = placesFor(props)
  if (!waits || most < 1) return null
  return most === 1 ? (
    <input type="hidden" name="wait" value="all" id="wait" />
  ) : (
    <Choices
      type="radios"
      name="wait"
      label="Choose whether to wait for all"
      values={[typed.wait || 'all']}
      options={waitOptions}
      problems={problems}
    />
  )
}

const People = (props: BookFormProps) => {
  const { event, roles, schools, typed, channel, ownAddress, colleagues, moreSchoolsAt, openAt, problems, questions, prices } = props
  const most = placesFor(props)
  return (
    <>
      <PickColleagues colleagues={colleagues} picked={typed.picks} />
      <PastePeople pasted={typed.pasted} problems={problems} />
      <WhereInvitationsGo addressOptional={channel === 'organiser'} ownAddress={ownAddress} />
      <UnknownTitles rows={typed.rows} roles={roles} />
      {typed.rows.map((row, index) => (
        <DelegateFields
          row={row}
          number={index + 1}
          of={most === 1 ? 1 : Math.max(2, typed.rows.length)}
          roles={roles}
          schools={schools}
          oneMore={moreSchoolsAt === index + 1}
          opensHere={openAt === index + 1}
          canRemove={typed.rows.length > 1}
          questions={questions}
          insist={channel === 'school'}
          addressOptional={channel === 'organiser'}
          event={event}
          price={prices[index] && sayQuote(prices[index])}
          problems={problems}
        />
      ))}
      {typed.rows.length < Math.min(most, mostDelegates) ? (
        <Button kind="secondary" name="action" value="add">
          Add another person
        </Button>
      ) : null}
    </>
  )
}

const WhatPeopleAreTold = ({ school, channel }: BookFormProps) => (
  <Small>
    {channel === 'organiser'
      ? 'We send each person whose address is given an invitation for their calendar, and tell them that the council entered their details. '
      : `We send each person an invitation for their calendar, and tell them that ${school.name} gave us their details. `}
    <Link href="/privacy">Privacy notice</Link>
  </Small>
)

const saySum = ({ prices, quotes }: Pick<BookFormProps, 'prices' | 'quotes'>): string => {
  if (!prices[0]) return 'Free of charge'
  return quotes.length > 0 ? `${counted(quotes.length, 'place')}: ${sayTotal(quotes)}` : 'No places yet'
}

export const BookPage = (props: BookFormProps) => {
  const { event, school, typed, channel, questions, prices, problems } = props
  return (
    <Page wide>
      <ErrorSummary problems={problems} />
      <form method="post" action={`/events/${event.code}/book`} novalidate id="booking">
        <EventHead title="Book places" event={event} school={school} channel={channel} />
        <WhatIsToBeHad event={event} school={school} channel={channel} />
        <input type="hidden" name="school" value={typed.schoolId} />
        <input type="hidden" name="formId" value={typed.formId} />
        <input type="hidden" name="rows" value={String(typed.rows.length)} />
        <CarriedPaying typed={typed.paying} />
        {/* Enter in a text field presses a form's first button, which must not remove a person. */}
        <button type="submit" name="action" value="check" class="govuk-visually-hidden" tabindex={-1}>
          Continue
        </button>
        <WhoBooks {...props} />
        <HowMany {...props} />
        <OnlineField event={event} value={typed.online} problems={problems} />
        <WaitForAll {...props} />
        <People {...props} />
        {questions.some((question) => question.scope === 'booking') ? <Heading>About this booking</Heading> : null}
        <QuestionFields questions={questions} scope="booking" typed={typed.answers} problems={problems} insist={channel === 'school'} />
        <WhatPeopleAreTold {...props} />
        <SumBar sum={saySum(props)}>
          {channel === 'school' && asksNothingMore(event, questions) ? (
            <Button name="action" value="book">
              Book these places
            </Button>
          ) : (
            <Button name="action" value="check">
              Continue
            </Button>
          )}
        </SumBar>
      </form>
      {prices[0] ? <script type="module" src={files['js/booking-price.js']} /> : null}
    </Page>
  )
}
