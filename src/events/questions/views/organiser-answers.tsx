import { FileLinks, Files } from '#base/list/views.tsx'
import { questionKinds, sayAnswer } from '#base/questions/kind.ts'
import { summaryOf } from '#base/questions/summary.ts'
import { SummaryTable } from '#base/questions/views/summary.tsx'
import { Details, Link, P, Table } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AnsweringPlace, EventAnswers } from '../answers.ts'
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

type AnsweredProps = { question: Question; answered: readonly About[]; values: ReadonlyMap<string, string>; at: string }

const Listed = ({ question, answered, values, at }: AnsweredProps) => (
  <>
    <Table
      caption={`Answers to “${question.label}”`}
      captionClass="govuk-visually-hidden"
      columns={question.scope === 'place' ? ['Name', 'School', 'Answer', 'Booking'] : ['School', 'Answer', 'Booking']}
      rows={answered
        .slice(0, mostListed)
        .map(({ key, place }) => [
          ...(question.scope === 'place' ? [place.name ?? 'Name erased'] : []),
          schoolOf(place),
          <span class="muster-answer">{sayAnswer(question, values.get(key) ?? '')}</span>,
          <BookingLink place={place} />,
        ])}
    />
    {answered.length > mostListed ? (
      <P>
        The first {mostListed} are shown. All of them are in the file: <FileLinks at={at} query="" />
      </P>
    ) : null}
  </>
)

/** Figures, and who answered what where it is no choice. */
const Answered = (of: AnsweredProps) => {
  const { question, answered, values } = of
  const summary = summaryOf(
    question,
    [...values.values()].map((value) => [value, 1] as const),
  )
  return (
    <>
      {summary ? (
        <SummaryTable
          {...summary}
          caption={`Answers to “${question.label}”`}
          captionClass="govuk-visually-hidden"
          unit={question.scope === 'place' ? 'People' : 'Bookings'}
          of={answered.length}
        />
      ) : null}
      {summary?.hasShares ? null : <Listed {...of} />}
    </>
  )
}

const Answers = ({ question, data, at }: { question: Question; data: EventAnswers; at: string }) => {
  const asked = askedOf(question, data.places)
  const values = data.values.get(question.id) ?? new Map<string, string>()
  const answered = asked.filter(({ key }) => values.has(key))
  const missing = asked.filter(({ key }) => !values.has(key))
  return (
    <section>
      <h2 class="govuk-heading-m muster-break">{question.label}</h2>
      <P>
        {question.retiredAt ? 'No longer asked. ' : ''}
        {sayNumber(answered.length)} of {sayNumber(asked.length)} {question.scope === 'place' ? 'people' : 'bookings'} answered
        {questionKinds[question.kind].several ? '; each could choose several' : ''}.
      </P>
      {answered.length === 0 ? null : <Answered question={question} answered={answered} values={values} at={at} />}
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
  const files = `${at}/answers`
  return (
    <>
      {data.questions.length === 0 ? (
        <P>
          This event asks nothing. <Link href={`${at}/questions/new`}>Add a question</Link>
        </P>
      ) : (
        <Files at={files} query="" says="Download the answers" notice="It has names in it: keep it only as long as you need it." />
      )}
      {data.questions.map((question) => (
        <Answers question={question} data={data} at={files} />
      ))}
    </>
  )
}
