import { Button, DayField, type Problems, Select } from '#base/web/field.tsx'
import { ErrorSummary, Title } from '#base/web/page-parts.tsx'
import type { Guidance, Topic } from '../population.ts'

/** What is asked, as an address has it. */
type Asked = Readonly<Record<string, string>>

export const Choice = ({
  topics,
  topic,
  typed,
  problems,
}: {
  topics: readonly Topic[]
  topic: Topic
  /** The day. */
  typed: string
  problems?: Problems
}) => (
  <form method="get" action="/answer" novalidate>
    <Select name="topic" label="Topic" value={topic.id} options={topics.map(({ id, label }) => ({ value: id, text: label }))} />
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

/** A day of which nothing can be answered. */
export const NoAnswerPage = (choice: Required<Parameters<typeof Choice>[0]>) => (
  <>
    <ErrorSummary problems={choice.problems} />
    <Title>Have our schools been reached?</Title>
    <Choice {...choice} />
  </>
)
