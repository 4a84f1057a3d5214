import { type Day, sayDay } from '#base/dates.ts'
import { Button, DayField, type Problems, Select } from '#base/web/field.tsx'
import { ErrorSummary, Title } from '#base/web/page-parts.tsx'
import type { Guidance, Topic } from '../population.ts'

type Asked = Readonly<Record<string, string>>

type ChoiceProps = {
  action?: string
  /** Of which one is chosen; none: a link is of one alone. */
  topics?: readonly Topic[]
  topic: Topic
  typed: string
  problems?: Problems
}

export const Choice = ({ action = '/answer', topics = [], topic, typed, problems }: ChoiceProps) => (
  <form method="get" action={action} novalidate>
    {topics.length === 0 ? null : (
      <Select name="topic" label="Topic" value={topic.id} options={topics.map(({ id, label }) => ({ value: id, text: label }))} />
    )}
    <DayField name="on" label="Day" value={typed} problems={problems} />
    <Button kind="secondary">Show</Button>
  </form>
)

export const GuidanceChoice = ({ ofTopic, chosen, asked }: { ofTopic: readonly Guidance[]; chosen: Guidance | null; asked: Asked }) =>
  ofTopic.length > 1 ? (
    <form method="get" action="/answer">
      <Hidden fields={{ ...asked, guidance: '' }} />
      <Select
        name="guidance"
        label="Guidance on this topic"
        value={chosen?.id ?? ''}
        options={ofTopic.map(({ id, title }) => ({ value: id, text: title }))}
      />
      <Button kind="secondary">Show</Button>
    </form>
  ) : null

export const Hidden = ({ fields }: { fields: Asked }) => (
  <>{Object.entries(fields).map(([name, value]) => (value ? <input type="hidden" name={name} value={value} /> : null))}</>
)

/** A day of which nothing can be answered. @param since when records begin */
export const NoAnswerPage = ({ since, ...choice }: Parameters<typeof Choice>[0] & { since: Day | null; problems: Problems }) => {
  const problems = { on: choice.problems['on'] ?? `Enter a day from ${sayDay(since ?? '')}, when our records begin` }
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>Have our schools been reached?</Title>
      <Choice {...choice} problems={problems} />
    </>
  )
}

export const noAnswer = ({ label }: Topic) => ({ title: label, hasProblems: true })
