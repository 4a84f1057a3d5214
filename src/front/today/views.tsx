import type { Child } from 'hono/jsx'
import type { Act } from '#base/act.ts'
import { type Day, londonDay, sayShortDay, sayTime } from '#base/dates.ts'
import { mayAsk } from '#base/web/access.ts'
import { PageHead, TaskList } from '#base/web/page-head.tsx'
import { Details, Heading, Link, P, Table, Tag, Warning } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { firstStart, type ListedEvent } from '#events/events/event.ts'
import { sayTaken, shortWhen } from '#events/events/views/places.tsx'
import type { Step } from '#front/first-steps/steps.ts'
import { FirstSteps } from '#front/first-steps/views.tsx'
import { checkNames, checksOf, type ToDo, type Today, type Waiting, type WeekEvent, weekEnd, whatWaits, whatWentWrong } from './today.ts'

const Warnings = ({ toDo, mailGoes }: { toDo: ToDo; mailGoes: boolean }) => (
  <>
    {toDo.ceilings > 0 ? (
      <Warning>
        Email limit reached: {counted(toDo.ceilings, 'sign-in code or email', 'sign-in codes or emails')}{' '}
        {plural(toDo.ceilings, 'was', 'were')} not sent since yesterday. People you know still get codes in a browser in which they have
        signed in before. <a href="/organiser/refusals">See the refused attempts</a>. An administrator can raise the limit under Settings.
      </Warning>
    ) : null}
    {toDo.sharedSpent || toDo.strangersSpent ? (
      <Warning>
        The part of your mail plan for {toDo.sharedSpent ? 'schools and people you do not know' : 'people you do not know'} is used up for
        now. What {toDo.sharedSpent ? 'they book, change or ask for' : 'they ask for'} is refused, with the time from which it works again.
        An administrator can raise the number under Settings.
      </Warning>
    ) : null}
    {toDo.factorTries > 0 ? (
      <Warning>
        Somebody who reads the mail of one of your people has typed more than twenty wrong codes of a second factor since yesterday. If it
        was not that person, somebody else reads their mailbox.{' '}
        <a href="/organiser/log?act=account.factor_refused">See in the log whose account it is</a>, ring them, and let them change the
        password of their mailbox.
      </Warning>
    ) : null}
    {mailGoes ? null : (
      <Warning>No mail is being sent: this service has no mail key. Messages are kept and go out once an administrator sets it.</Warning>
    )}
  </>
)

const sayDue = ({ by, isOverdue }: Waiting, today: Day): Child => {
  if (isOverdue) return <Tag colour="red">Overdue</Tag>
  return by === today ? <Tag colour="orange">Today</Tag> : null
}

const Week = ({ events }: { events: readonly WeekEvent[] }) =>
  events.length === 0 ? (
    <>
      <Heading>Next seven days</Heading>
      <P>No event in the next seven days.</P>
    </>
  ) : (
    <Table
      caption="Next seven days"
      columns={['Event', 'When', ...checkNames]}
      rows={events.map((event) => [
        <a class="govuk-link muster-event-name" href={`/organiser/events/${event.code}`}>
          {event.title}
        </a>,
        `${sayShortDay(event.startsAt)}, ${sayTime(event.startsAt)}`,
        ...checksOf(event).map(({ text, href }) =>
          href ? (
            <a class="govuk-link" href={href}>
              <Tag colour="orange">{text}</Tag>
            </a>
          ) : (
            text
          ),
        ),
      ])}
    />
  )

const NextEvents = ({ events, total }: { events: readonly ListedEvent[]; total: number }) => (
  <>
    <Heading>Next events</Heading>
    {total === 0 ? <P>No published event is coming up.</P> : null}
    {events.length > 0 ? (
      <TaskList
        tasks={events.map((event) => ({
          href: `/organiser/events/${event.code}`,
          text: event.title,
          hint: `${shortWhen(event)} · ${sayTaken(event)}`,
        }))}
      />
    ) : null}
    {total > events.length ? (
      <P>
        <Link href="/organiser/events">See all {total} upcoming events</Link>
      </P>
    ) : null}
  </>
)

/** What is listed before the rest is folded. */
const first = 8

/** @param steps a council's first, while some are to do */
export const TodayPage = ({ today, steps, act, mailGoes }: { today: Today; steps: readonly Step[]; act: Act; mailGoes: boolean }) => {
  const { waits, registers, week, toDo, next } = today
  const day = londonDay(act.now)
  const seesService = mayAsk(act.actor, 'GET /organiser/ready')
  // Schools are among the first steps.
  const tasks = whatWaits(waits, registers, steps.length > 0 ? { ...toDo, noSchools: 0 } : toDo, day)
  const shown = tasks.map((one) => ({ ...one, status: sayDue(one, day) }))
  const overdue = tasks.filter(({ isOverdue }) => isOverdue).length
  const later = next.events.filter((event) => londonDay(firstStart(event) ?? '') >= weekEnd(day)).slice(0, 5)
  const wrong = whatWentWrong(toDo)
  return (
    <>
      <PageHead
        title="Today"
        day={day}
        facts={[
          tasks.length > 0 && `${counted(tasks.length, 'thing')} to do`,
          overdue > 0 && `${overdue} overdue`,
          week.length > 0 && `${counted(week.length, 'event')} in the next seven days`,
        ]}
        acts={
          <a href="/organiser/events/new" class="govuk-button" draggable={false} data-module="govuk-button">
            Create an event
          </a>
        }
      />
      <Warnings toDo={toDo} mailGoes={mailGoes} />
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {steps.length > 0 ? <FirstSteps steps={steps} /> : null}
          {tasks.length > 0 || steps.length === 0 ? <Heading>To do</Heading> : null}
          {tasks.length > 0 ? <TaskList tasks={shown.slice(0, first)} /> : null}
          {tasks.length > 0 || steps.length > 0 ? null : <P>Nothing is waiting for you.</P>}
          {shown.length > first ? (
            <Details summary={`${shown.length - first} more`}>
              <TaskList tasks={shown.slice(first)} />
            </Details>
          ) : null}
        </div>
        <div class="govuk-grid-column-one-third">
          <Heading>What went wrong</Heading>
          {wrong.length > 0 ? <TaskList tasks={wrong} /> : null}
          {toDo.failedJobs > 0 ? (
            <P>
              {counted(toDo.failedJobs, 'job')} of the service {plural(toDo.failedJobs, 'has', 'have')} failed.{' '}
              {seesService ? <Link href="/organiser/ready">Service check</Link> : 'Tell an administrator.'}
            </P>
          ) : null}
          {wrong.length + toDo.failedJobs === 0 ? <P>Nothing.</P> : null}
        </div>
      </div>
      {next.total === 0 ? null : <Week events={week} />}
      <NextEvents events={later} total={next.total} />
    </>
  )
}
