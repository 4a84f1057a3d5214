import type { Child } from 'hono/jsx'
import { instant, sayDeadline, sayInstant, sayLongDay, sayWhen } from '#base/dates.ts'
import { Heading, Inset, Link, P, Page, SummaryList, Tag, Title } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import { atStart, counted } from '#base/words.ts'
import { choicesCloseAt } from '#booking/workshops/choice.ts'
import { contactOf, daysOf, programmeOf, whereOf } from '#calendars/invites/invite.ts'
import { type Attendance, blocksOf, firstStart } from '#events/events/event.ts'
import { attendanceTitles, attendanceWords } from '#events/events/views/words.tsx'
import { CalledOffSessions } from '#events/events/views/workshops.tsx'
import { AskedLink } from '#events/finding/views/event-page.tsx'
import { ShownMaterials } from '#events/materials/views/list.tsx'
import { answerRows } from '#events/questions/views/fields.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { accessChoices, dietaryChoices, isNothing, lineOf, linkDays } from '../need.ts'
import { hasBegun, isOver, type OwnPlace, saidNo } from '../own-place.ts'

/** For a link without a current place. */
export const NoPlacePage = ({ ended }: { ended: boolean }) => (
  <Page>
    <Title>{ended ? 'This link has ended' : 'This link does not work'}</Title>
    {ended ? (
      <>
        <P>
          The place it was for has been cancelled or given to somebody else, or the event was more than {linkDays} days ago. What you told
          us for it about food or access is deleted.
        </P>
        <P>If that is a surprise, ask whoever booked your place.</P>
      </>
    ) : (
      <P>
        Check that you have the whole address: some mail programs cut a long link into two lines. The newest message about your place has a
        link that works.
      </P>
    )}
    <P>
      <Link href="/events">See the events</Link>
    </P>
  </Page>
)

const saidNeeds = (own: OwnPlace) => (
  <SummaryList
    rows={[
      ['Food and drink', lineOf(own.needs.dietary, dietaryChoices)],
      ['Access', lineOf(own.needs.access, accessChoices)],
    ]}
  />
)

const mayAttend = ({ event }: OwnPlace, now: Date): boolean =>
  event.state === 'published' && [event.rules.attendanceClosesAt, firstStart(event)].every((at) => !at || at > instant(now))

/** Nothing is asked: the same press changes it back while there is room. */
const OtherWay = ({ own, to, left, change }: { own: OwnPlace; to: Attendance; left: number; change: Child }) => {
  const { attendanceClosesAt } = own.event.rules
  const until = attendanceClosesAt ? sayDeadline(attendanceClosesAt) : 'the event begins'
  return left === 0 ? (
    <P>
      No place is left {attendanceWords[to]} now. You can look again until {until}.
    </P>
  ) : (
    <>
      <P>
        {counted(left, 'place is', 'places are')} left {attendanceWords[to]}. You can change until {until}; your calendar entry follows.
      </P>
      {change}
    </>
  )
}

/** What is scanned at the door: it opens no page and says nothing of anybody. */
const Ticket = ({ ticket }: { ticket: string }) => (
  <>
    <Heading>Your ticket</Heading>
    <Qr text={ticket} label="A square code that is scanned at the door" size={220} />
    <P>Show it at the door, on your phone or printed. Without it, your name is enough.</P>
  </>
)

type OwnPlaceFactsProps = {
  own: OwnPlace
  token: string
  /** undefined: the service makes none. */
  ticket: string | undefined
  joinToken: string
  now: Date
  choose: boolean
  /** The button that changes how they come. */
  change: Child
}

const Facts = ({ own, at, joinToken, choose }: Pick<OwnPlaceFactsProps, 'own' | 'joinToken' | 'choose'> & { at: string }) => {
  const { event, workshopIds } = own
  const hasChosen = (block: string): boolean => event.sessions.some((one) => one.block === block && workshopIds.includes(one.id))
  const attends = event.sessions.filter(({ id, block }) => !block || workshopIds.includes(id) || !hasChosen(block))
  return (
    <SummaryList
      rows={[
        ['Name', own.name ?? undefined],
        ['For', schoolLabel(own.school)],
        ['Role', own.role ?? undefined],
        ['When', daysOf(event.sessions).map(({ startsAt, endsAt }) => <div>{sayWhen(startsAt, endsAt)}</div>)],
        ['Programme', programmeOf(event.sessions, own.workshopIds, event.breaks).map((line) => <div>{line}</div>)],
        ['Called off', event.calledOff.length > 0 ? <CalledOffSessions sessions={event.calledOff} /> : undefined],
        ['You come', own.attendance ? attendanceTitles[own.attendance] : undefined],
        ['Where', whereOf(event, attends)],
        [
          'Join at',
          event.attendanceMode === 'online' && event.joiningLink ? <Link href={`/join/${joinToken}`}>Your own link</Link> : undefined,
        ],
        ...blocksOf(event.sessions).map(({ block, workshops }) => {
          const chosen = workshops.find(({ id }) => own.workshopIds.includes(id))
          const value = chosen
            ? `${chosen.title}, ${sayWhen(chosen.startsAt, chosen.endsAt)}`
            : choose
              ? `Not chosen yet: choose by ${sayDeadline(choicesCloseAt(event))}`
              : 'Not chosen yet'
          const key = block
          return choose ? ([key, value, { href: `${at}/workshops`, text: chosen ? 'Change' : 'Choose' }] as const) : ([key, value] as const)
        }),
        ['Afterwards', event.evaluated ? <AskedLink event={event} /> : undefined],
        ['Questions to', contactOf(event)],
      ]}
    />
  )
}

const Access = ({ access }: { access: NonNullable<OwnPlace['access']> }) =>
  access.isAnswered ? (
    <Inset>
      {access.answer ? <span class="muster-break muster-lines">{access.answer}</span> : 'We have answered you by email about access.'}{' '}
      {access.isDone ? <Tag colour="green">Done</Tag> : 'We are arranging it.'}
    </Inset>
  ) : (
    <P>We will answer about access by {sayLongDay(access.by)}.</P>
  )

const Needs = ({ own, at, over }: { own: OwnPlace; at: string; over: boolean }) => (
  <>
    <Heading>What you need on the day</Heading>
    {isNothing(own.needs) ? (
      <P>
        {own.hasNeeds
          ? 'You have told us something. It is not shown to whoever has this link: sign in with your own address to read it.'
          : over
            ? 'You have not told us anything.'
            : 'You do not have to tell us anything. If something would help you eat or take part, tell us here: whoever booked your place does not see it.'}
      </P>
    ) : (
      saidNeeds(own)
    )}
    {own.access && (own.access.isAnswered || !over) ? <Access access={own.access} /> : null}
    {over && !own.hasNeeds ? null : (
      <P>
        <Link href={`${at}/needs`}>{!own.hasNeeds ? 'Say what you need' : over ? 'Delete it' : 'Change or delete it'}</Link>
      </P>
    )}
  </>
)

const Questions = ({ own, at, over }: { own: OwnPlace; at: string; over: boolean }) => {
  const unanswered = own.questions.filter(({ id }) => !own.answers.some((answer) => answer.questionId === id))
  const asked = unanswered.some((question) => question.required)
  return (
    <>
      <Heading>What the organiser asks</Heading>
      <SummaryList rows={answerRows(own.questions, 'place', own.answers)} />
      {unanswered.length > 0 && !over ? (
        <P>
          {atStart(unanswered.length, 'question has', 'questions have')} no answer yet
          {asked ? ', and the organiser needs one.' : '.'}
        </P>
      ) : null}
      {over ? null : (
        <P>
          <Link href={`${at}/answers`}>{unanswered.length === own.questions.length ? 'Answer' : 'Change the answers'}</Link>
        </P>
      )}
    </>
  )
}

const IfYouCannotCome = ({ own, at, now }: { own: OwnPlace; at: string; now: Date }) => {
  const gone = saidNo(own) ? own.word : undefined
  return (
    <>
      <Heading>If you cannot come</Heading>
      {gone ? (
        <P>
          On {sayInstant(gone.at)} you told us {gone.statement === 'cannot_come' ? 'that you cannot come' : 'that this is not for you'}.
          {hasBegun(own, now)
            ? ' Whoever closes the register sees it.'
            : ` It stands on the booking, where ${own.school.name} can send someone else or cancel; until then the place is still yours.`}
        </P>
      ) : null}
      <P>
        <Link href={`${at}/tell`}>{gone ? 'I can come after all, or something else' : 'I cannot come, or this is not me'}</Link>
      </P>
    </>
  )
}

export const OwnPlaceFacts = ({ own, token, ticket, joinToken, now, choose, change }: OwnPlaceFactsProps) => {
  const { event } = own
  const at = `/place/${token}`
  const over = isOver(own, now)
  return (
    <>
      {event.state === 'cancelled' ? <Inset>This event is cancelled. {event.cancelReason ?? ''}</Inset> : null}
      <Facts own={own} at={at} joinToken={joinToken} choose={choose} />
      {own.otherWay && mayAttend(own, now) ? <OtherWay {...own.otherWay} own={own} change={change} /> : null}
      {over ? (
        <P>
          <Link href={`${at}/certificate`}>Your certificate</Link>
        </P>
      ) : (
        <P>
          <Link href={`${at}/calendar`}>Add to your calendar, or subscribe to all your places</Link>
        </P>
      )}
      {!ticket || over || own.state !== 'confirmed' || event.attendanceMode === 'online' || own.attendance === 'online' ? null : (
        <Ticket ticket={ticket} />
      )}
      <ShownMaterials shown={own.materials} at={`${at}/materials`} now={now} />
      <Needs own={own} at={at} over={over} />
      {own.questions.length > 0 ? <Questions own={own} at={at} over={over} /> : null}
      {over ? null : <IfYouCannotCome own={own} at={at} now={now} />}
      <p class="govuk-hint">This page is yours alone: whoever has its address can see and change what is on it.</p>
    </>
  )
}
