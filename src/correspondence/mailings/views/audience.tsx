import type { Choices } from '#attendance/coverage/coverage.ts'
import type { Report } from '#attendance/coverage/report.ts'
import type { WrittenFirst } from '#base/council.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { Button, Choices as ChoiceField, DayField, type Option, type Problems, Select } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Title } from '#base/web/page-parts.tsx'
import { answers, answerWords, reaches, sayReach, whos, whoWords } from '../audience.ts'
import { isToInviteTo, type WhomTyped } from '../forms.ts'
import { Narrowing, SettingsChoice } from './invite.tsx'

/** A mailing's first question: people of an event, or schools. */
export const KindOfSetPage = () => (
  <>
    <Title>Message a group</Title>
    <P>Choose to whom first. Nothing is sent before you have seen how many people and schools it would reach.</P>
    <Heading>
      <Link href="/organiser/mailings/new?of=event">People of one event</Link>
    </Heading>
    <P>Those who are coming, whoever booked, those whose names are missing, those who wait, were absent or attended.</P>
    <Heading>
      <Link href="/organiser/mailings/new?of=schools">Schools</Link>
    </Heading>
    <P>By what the coverage report knows: those that came to something or never did, narrowed by kind, phase, trust or ward.</P>
  </>
)

const eventOptions = (choices: Choices, none: string): Option[] => [
  { value: '', text: none },
  ...choices.events.map((event) => ({
    value: event.code,
    text: `${event.title}, ${sayDay(event.startsOn)}${event.cancelled ? ' (cancelled)' : ''}`,
  })),
]

const atFirst = (said: string): string => `${said.charAt(0).toUpperCase()}${said.slice(1)}`

export type WhomProps = {
  typed: WhomTyped
  choices: Choices
  /** How schools can be narrowed, with all choices. */
  tables: Report['tables']
  problems: Problems
  /** The form's address; `seen` of the draft it changes. */
  action: string
  seen: string | undefined
  first: WrittenFirst
  today: Day
}

export const WhomPage = ({ typed, choices, tables, problems, action, seen, first, today }: WhomProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>{typed.of === 'event' ? 'Which people of which event?' : 'Which schools?'}</Title>
    <form method="post" action={action} novalidate>
      <input type="hidden" name="of" value={typed.of} />
      {seen ? <input type="hidden" name="seen" value={seen} /> : null}
      {typed.invite ? (
        <>
          <input type="hidden" name="invite" value="yes" />
          <AboutField {...{ typed, choices, problems, today }} label="Invite them to" hint="You read the invitation before it goes." />
        </>
      ) : null}
      {typed.of === 'event' ? (
        <EventFields typed={typed} choices={choices} problems={problems} />
      ) : (
        <SchoolFields {...{ typed, choices, tables, problems, first, today }} />
      )}
      <Button>Save and continue</Button>
    </form>
    <P>
      <Link href={action.replace(/\/new$/, '/new?of=').replace(/\/whom$/, '/whom?of=') + (typed.of === 'event' ? 'schools' : 'event')}>
        {typed.of === 'event' ? 'Write to schools instead' : 'Write to people of one event instead'}
      </Link>
    </P>
  </>
)

const EventFields = ({ typed, choices, problems }: Pick<WhomProps, 'typed' | 'choices' | 'problems'>) => (
  <>
    <Select name="event" label="Event" value={typed.event} options={eventOptions(choices, 'Choose an event')} problems={problems} />
    <ChoiceField
      type="radios"
      name="who"
      label="Who shall get the message?"
      values={typed.who ? [typed.who] : []}
      options={whos.map((who) => ({ value: who, text: whoWords[who] }))}
      problems={problems}
    />
  </>
)

const SchoolFields = ({ typed, choices, tables, problems, first, today }: Omit<WhomProps, 'action' | 'seen'>) => (
  <>
    <P>
      Who took part is what the <Link href="/coverage">coverage report</Link> says, with the same schools counted.
    </P>
    <ChoiceField
      type="radios"
      name="answer"
      label="Schools"
      values={[typed.answer]}
      options={answers.map((answer) => ({ value: answer, text: answerWords[answer] }))}
      problems={problems}
    />
    <Select
      name="event"
      label="Took part in this event"
      hint="Leave it open to ask by topic and period."
      value={typed.event}
      options={eventOptions(choices, 'Any event')}
      problems={problems}
    />
    <Select
      name="topic"
      label="Topic"
      value={typed.topic}
      options={[{ value: '', text: 'All topics' }, ...choices.topics.map((topic) => ({ value: topic.id, text: topic.label }))]}
      problems={problems}
    />
    <DayField name="from" label="From" value={typed.from} problems={problems} hint="Empty: two years before the last day." />
    <DayField name="to" label="To" value={typed.to} problems={problems} hint="Empty: today. Schools open on this day are counted." />
    <Heading>Narrow it</Heading>
    <Narrowing tables={tables} values={typed} />
    <SettingsChoice value={typed.settings} />
    <Select
      name="notBooked"
      label="Leave out schools with places at"
      hint="Schools that have booked this event, or wait for places, are not written to."
      value={typed.notBooked}
      options={eventOptions(choices, 'No event')}
      problems={problems}
    />
    <Heading>How</Heading>
    <ChoiceField
      type="radios"
      name="reach"
      label="Write to"
      values={[typed.reach]}
      options={reaches.map((reach) => ({
        value: reach,
        text: atFirst(sayReach(reach, first)),
      }))}
      problems={problems}
    />
    {typed.invite ? null : (
      <AboutField
        {...{ typed, choices, problems, today }}
        label="The message is about this event"
        hint="Then {title}, {day} and {link} speak of it, and answers go to its contact."
      />
    )}
  </>
)

const AboutField = ({
  typed,
  choices,
  problems,
  today,
  label,
  hint,
}: Pick<WhomProps, 'typed' | 'choices' | 'problems' | 'today'> & { label: string; hint: string }) => (
  <Select
    {...{ label, hint, problems }}
    name="about"
    value={typed.about}
    options={
      typed.invite
        ? eventOptions({ ...choices, events: choices.events.filter((event) => isToInviteTo(event, today)) }, 'Choose an event')
        : eventOptions(choices, 'No event')
    }
  />
)
