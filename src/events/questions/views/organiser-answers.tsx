import type { Child } from 'hono/jsx'
import { ShareBar } from '#base/web/chart.tsx'
import { Caption, Details, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AnsweringPlace, EventAnswers } from '../answers.ts'
import { type Kind, sayValue, type Value } from '../kind.ts'
import type { Question } from '../question.ts'

/** With more texts, only the file shows them. */
const mostListed = 200

type About = { key: string; place: AnsweringPlace }

/** Who is asked: each booking once, or each named person. */
const askedOf = (question: Question, places: readonly AnsweringPlace[]): About[] =>
  question.scope === 'place'
    ? places.filter((place) => place.named === 1).map((place) => ({ key: place.placeId, place }))
    : places
        .filter((place, index) => places.findIndex((other) => other.bookingId === place.bookingId) === index)
        .map((place) => ({ key: place.bookingId, place }))

const schoolOf = ({ school, town, urn }: AnsweringPlace): string => schoolLabel({ name: school, town, urn })

const BookingLink = ({ place }: { place: AnsweringPlace }) => <Link href={`/bookings/${place.reference}`}>{place.reference}</Link>

/** Of an answered question. */
type Summary = { question: Question; answered: readonly About[]; values: ReadonlyMap<string, Value>; csv: string }

const Listed = ({ question, answered, values, csv }: Summary) => (
  <>
    <Table
      caption={`Answers to “${question.label}”`}
      captionClass="govuk-visually-hidden"
      columns={question.scope === 'place' ? ['Name', 'School', 'Answer', 'Booking'] : ['School', 'Answer', 'Booking']}
      rows={answered.slice(0, mostListed).map(({ key, place }) => {
        const value = values.get(key)
        return [
          ...(question.scope === 'place' ? [place.name ?? 'Name erased'] : []),
          schoolOf(place),
          <span class="muster-answer">{value === undefined ? '' : sayValue(question.kind, value)}</span>,
          <BookingLink place={place} />,
        ]
      })}
    />
    {answered.length > mostListed ? (
      <P>
        The first {mostListed} are shown. <Link href={csv}>All of them are in the file</Link>.
      </P>
    ) : null}
  </>
)

const Counted = ({ question, answered, values, options }: Summary & { options: readonly string[] }) => (
  <Table
    caption={`Answers to “${question.label}”`}
    captionClass="govuk-visually-hidden"
    columns={['Answer', { text: question.scope === 'place' ? 'People' : 'Bookings', numeric: true }, 'Share']}
    rows={options.map((option) => {
      const count = [...values.values()].filter((value) =>
        Array.isArray(value) ? value.includes(option) : sayValue(question.kind, value) === option,
      ).length
      return [
        option,
        sayNumber(count),
        <span class="muster-answer-share">
          <ShareBar n={count} of={answered.length} /> {Math.round((count / answered.length) * 100)}%
        </span>,
      ]
    })}
  />
)

/** `note`: what readers of the figures must know. */
const summaries: Record<Kind, { note?: string; summary: (told: Summary) => Child }> = {
  text: { summary: (told) => <Listed {...told} /> },
  choice: { summary: (told) => <Counted {...told} options={told.question.options} /> },
  choices: { note: '; each could choose several', summary: (told) => <Counted {...told} options={told.question.options} /> },
  yes_no: { summary: (told) => <Counted {...told} options={['Yes', 'No']} /> },
}

const Answers = ({ question, data, csv }: { question: Question; data: EventAnswers; csv: string }) => {
  const asked = askedOf(question, data.places)
  const values = data.values.get(question.id) ?? new Map<string, Value>()
  const answered = asked.filter(({ key }) => values.has(key))
  const missing = asked.filter(({ key }) => !values.has(key))
  const { note = '', summary } = summaries[question.kind]
  return (
    <section>
      <h2 class="govuk-heading-m muster-break">{question.label}</h2>
      <P>
        {question.retiredAt ? 'No longer asked. ' : ''}
        {sayNumber(answered.length)} of {sayNumber(asked.length)} {question.scope === 'place' ? 'people' : 'bookings'} answered{note}.
      </P>
      {answered.length === 0 ? null : summary({ question, answered, values, csv })}
      {missing.length > 0 && question.retiredAt === null ? (
        <Details
          summary={
            <>
              {sayNumber(missing.length)} without an answer{question.required ? ' to a question that must be answered' : ''}
            </>
          }
        >
          <ul class="govuk-list">
            {missing.slice(0, mostListed).map(({ place }) => (
              <li>
                {question.scope === 'place' ? `${place.name ?? 'Name erased'}, ` : ''}
                {schoolOf(place)}, booking <BookingLink place={place} />
              </li>
            ))}
          </ul>
        </Details>
      ) : null}
    </section>
  )
}

export const AnswersPage = ({ data }: { data: EventAnswers }) => {
  const at = `/organiser/events/${data.event.code}`
  const csv = `${at}/answers.csv`
  return (
    <>
      <Caption>{data.event.title}</Caption>
      <Title>Answers</Title>
      {data.questions.length === 0 ? (
        <P>
          This event asks nothing. <Link href={`${at}/questions/new`}>Add a question</Link>
        </P>
      ) : (
        <p class="govuk-body muster-no-print">
          <Link href={csv}>Download as a spreadsheet (CSV)</Link>. It has names in it: keep it only as long as you need it.
        </p>
      )}
      {data.questions.map((question) => (
        <Answers question={question} data={data} csv={csv} />
      ))}
    </>
  )
}
