import type { Child } from 'hono/jsx'
import { instant, londonDay, sayDeadline, sayInstant, sayLongDay, sayWhen } from '#base/dates.ts'
import { PageHead, sayCountdown, type Task, TaskList } from '#base/web/page-head.tsx'
import { Details, Heading, Inset, Link, P, Page, SummaryList, Tag, Title } from '#base/web/page-parts.tsx'
import { Qr } from '#base/web/qr.tsx'
import { atStart, counted } from '#base/words.ts'
import { choicesCloseAt } from '#booking/workshops/choice.ts'
import { contactOf, daysOf, programmeOf, whereOf } from '#calendars/invites/invite.ts'
import { type Attendance, blocksOf, type EventSession, firstStart } from '#events/events/event.ts'
import { attendanceTitles, attendanceWords } from '#events/events/views/words.tsx'
import { CalledOffSessions } from '#events/events/views/workshops.tsx'
import { sayHours, shortVenue } from '#events/finding/views/event-card.tsx'
import { AskedLink } from '#events/finding/views/event-page.tsx'
import { ShownMaterials } from '#events/materials/views/list.tsx'
import { answerRows } from '#events/questions/views/fields.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { accessChoices, dietaryChoices, lineOf, linkDays } from '../need.ts'
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
        <P>If that is a surprise, ask the person who booked your place.</P>
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

const mayAttend = ({ event }: OwnPlace, now: Date): boolean =>
  event.state === 'published' && [event.rules.attendanceClosesAt, firstStart(event)].every((at) => !at || at > instant(now))

/** Nothing is asked: the same press changes it back while there is room. */
const OtherWay = ({ own, to, left, change }: { own: OwnPlace; to: Attendance; left: number; change: Child }) => {
  const { attendanceClosesAt } = own.event.rules
  const until = attendanceClosesAt ? sayDeadline(attendanceClosesAt) : 'the event begins'
  return (
    <Details summary={to === 'online' ? 'If you would rather join online' : 'If you would rather come to the room'}>
      {left === 0 ? (
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
      )}
    </Details>
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

const chosenOf = ({ event, workshopIds }: OwnPlace) =>
  blocksOf(event.sessions).map(({ block, workshops }) => ({ block, chosen: workshops.find(({ id }) => workshopIds.includes(id)) }))

const sayChosen = (chosen: EventSession | undefined): string =>
  chosen ? `${chosen.title}, ${sayWhen(chosen.startsAt, chosen.endsAt)}` : 'Not chosen yet'

const Facts = ({ own, choose }: Pick<OwnPlaceFactsProps, 'own' | 'choose'>) => {
  const { event, workshopIds } = own
  const hasChosen = (block: string): boolean => event.sessions.some((one) => one.block === block && workshopIds.includes(one.id))
  const attends = event.sessions.filter(({ id, block }) => !block || workshopIds.includes(id) || !hasChosen(block))
  return (
    <SummaryList
      rows={[
        ['When', daysOf(event.sessions).map(({ startsAt, endsAt }) => <div>{sayWhen(startsAt, endsAt)}</div>)],
        ['Programme', programmeOf(event.sessions, own.workshopIds, event.breaks).map((line) => <div>{line}</div>)],
        ['Called off', event.calledOff.length > 0 ? <CalledOffSessions sessions={event.calledOff} /> : undefined],
        ['You come', own.attendance ? attendanceTitles[own.attendance] : undefined],
        ['Where', whereOf(event, attends)],
        ...(choose ? [] : chosenOf(own).map(({ block, chosen }) => [block, sayChosen(chosen)] as const)),
        ['Name', own.name ?? undefined],
        ['For', schoolLabel(own.school)],
        ['Role', own.role ?? undefined],
        ['Afterwards', event.evaluated ? <AskedLink event={event} /> : undefined],
        ['Questions to', contactOf(event)],
      ]}
    />
  )
}

const Access = ({ access }: { access: NonNullable<OwnPlace['access']> }) =>
  access.answer ? (
    <div>
      <span class="muster-break muster-lines">{access.answer}</span>{' '}
      {access.isDone ? <Tag colour="green">Done</Tag> : 'We are arranging it.'}
    </div>
  ) : (
    <div>Access: not answered yet, due by {sayLongDay(access.by)}.</div>
  )

const sayNeeds = ({ needs, hasNeeds, isOwnBooking }: OwnPlace, over: boolean): Child => {
  const said = [lineOf(needs.dietary, dietaryChoices), lineOf(needs.access, accessChoices)].filter(Boolean)
  if (said.length > 0) return said.map((line) => <div class="muster-break">{line}</div>)
  if (hasNeeds)
    return 'You have told us something. It is not shown to everybody who has this link: sign in with your own address to read it.'
  if (over) return 'You have not told us anything.'
  return `You do not have to tell us anything.${isOwnBooking ? '' : ' The person who booked does not see it.'}`
}

const needsTask = (own: OwnPlace, at: string, over: boolean): Task => ({
  href: `${at}/needs`,
  text: over ? 'What you needed on the day: delete it' : 'What you need on the day: food and access',
  hint: (
    <>
      {sayNeeds(own, over)}
      {own.access && (own.access.answer || !over) ? <Access access={own.access} /> : null}
    </>
  ),
})

const workshopsTask = (own: OwnPlace, at: string): Task => {
  const blocks = chosenOf(own)
  const until = sayDeadline(choicesCloseAt(own.event))
  return {
    href: `${at}/workshops`,
    text: blocks.some(({ chosen }) => !chosen) ? 'Choose workshops' : 'Change your workshops',
    hint: blocks.map(({ block, chosen }) => (
      <div class="muster-break">
        {block}: {chosen ? sayChosen(chosen) : `Not chosen yet: choose by ${until}`}
      </div>
    )),
  }
}

const unansweredOf = ({ questions, answers }: OwnPlace) =>
  questions.filter(({ id }) => !answers.some(({ questionId }) => questionId === id))

const questionTasks = (own: OwnPlace, at: string): Task[] => {
  if (own.questions.length === 0) return []
  const unanswered = unansweredOf(own)
  const needed = unanswered.some(({ required }) => required)
  const left = atStart(unanswered.length, 'question has', 'questions have')
  return [
    {
      href: `${at}/answers`,
      text: unanswered.length > 0 ? 'Answer what the organiser asks' : 'Change your answers to the organiser',
      hint: unanswered.length > 0 ? `${left} no answer yet${needed ? ', and the organiser needs one.' : '.'}` : undefined,
    },
  ]
}

const sayGone = (own: OwnPlace, { statement, at }: NonNullable<OwnPlace['word']>, now: Date): string =>
  `On ${sayInstant(at)} you told us ${statement === 'cannot_come' ? 'that you cannot come' : 'that this is not for you'}. ${
    hasBegun(own, now)
      ? 'The person who signs off the register sees it.'
      : `It is shown on the booking, where ${own.school.name} can send someone else or cancel; until then the place is still yours.`
  }`

const tellTask = (own: OwnPlace, at: string, now: Date): Task => {
  const gone = saidNo(own) ? own.word : undefined
  return {
    href: `${at}/tell`,
    text: gone ? 'I can come after all, or something else' : 'I cannot come, or this is not me',
    hint: gone && sayGone(own, gone, now),
  }
}

const tasksOf = ({ own, now, choose }: OwnPlaceFactsProps, at: string, over: boolean): Task[] => [
  ...(choose ? [workshopsTask(own, at)] : []),
  ...(over ? [] : questionTasks(own, at)),
  ...(over && !own.hasNeeds ? [] : [needsTask(own, at, over)]),
  ...(over ? [] : [tellTask(own, at, now)]),
]

/** What somebody comes to the page for, the first as a button. */
const actsOf = ({ own, joinToken, choose }: OwnPlaceFactsProps, at: string, over: boolean): (readonly [href: string, text: string])[] => {
  if (over) return [[`${at}/certificate`, 'Your certificate']]
  const { event } = own
  const unchosen = choose && chosenOf(own).some(({ chosen }) => !chosen)
  const asked = unansweredOf(own).some(({ required }) => required)
  return [
    ...(unchosen ? [[`${at}/workshops`, 'Choose workshops'] as const] : []),
    ...(asked ? [[`${at}/answers`, 'Answer the questions'] as const] : []),
    ...(event.attendanceMode === 'online' && event.joiningLink ? [[`/join/${joinToken}`, 'Join by your own link'] as const] : []),
    [`${at}/calendar`, 'Add to your calendar'],
  ]
}

const Head = ({ of, at, over }: { of: OwnPlaceFactsProps; at: string; over: boolean }) => {
  const { own, now } = of
  const { event } = own
  const start = firstStart(event)
  const isFar = start !== undefined && start > instant(now) && event.state !== 'cancelled'
  return (
    <PageHead
      caption="Your place"
      title={event.title}
      day={start && londonDay(start)}
      facts={[
        isFar ? sayCountdown(londonDay(start), londonDay(now)) : undefined,
        sayHours(event),
        own.attendance === 'online' ? 'Online' : shortVenue(event),
      ]}
      acts={
        event.state === 'cancelled'
          ? undefined
          : actsOf(of, at, over).map(([href, text], n) => (
              <a class={n === 0 ? 'govuk-button' : 'govuk-link'} href={href}>
                {text}
              </a>
            ))
      }
    />
  )
}

export const OwnPlaceFacts = (props: OwnPlaceFactsProps) => {
  const { own, token, ticket, now, change } = props
  const { event } = own
  const at = `/place/${token}`
  const over = isOver(own, now)
  const tasks = tasksOf(props, at, over)
  const isScanned = !over && own.state === 'confirmed' && event.attendanceMode !== 'online' && own.attendance !== 'online'
  return (
    <>
      <Head of={props} at={at} over={over} />
      {event.state === 'cancelled' ? <Inset>This event is cancelled. {event.cancelReason ?? ''}</Inset> : null}
      {tasks.length > 0 ? <TaskList tasks={tasks} /> : null}
      {ticket && isScanned ? <Ticket ticket={ticket} /> : null}
      <ShownMaterials shown={own.materials} at={`${at}/materials`} now={now} />
      <Heading>About the event</Heading>
      <Facts own={own} choose={props.choose} />
      {own.otherWay && mayAttend(own, now) ? <OtherWay {...own.otherWay} own={own} change={change} /> : null}
      {own.answers.length > 0 ? (
        <Details summary="What you answered the organiser">
          <SummaryList rows={answerRows(own.questions, 'place', own.answers)} />
        </Details>
      ) : null}
      <p class="govuk-hint">Keep this address to yourself: anyone with it can change this page.</p>
    </>
  )
}
