import { sameQuestion } from '#attendance/coverage/forms.ts'
import { sayDay, sayInstant } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Details, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { arrivalUnknown } from '#people/notices/notice.ts'
import { columnsOf, type Line, questions, sayShort } from '../line.ts'
import type { About, AnswerRow, Guidance, Topic } from '../population.ts'

type Question = (typeof questions)[number]
type Part = Line['parts'][number]

const tones = ['ownAttended', 'ownPart', 'representedAttended', 'representedPart'] as const

/** The parts of a question that are drawn, each with its tone; what is left is drawn empty. */
const drawnOf = ({ bar }: Question, lines: readonly Line[]): Map<string, (typeof tones)[number]> => {
  const parts = lines.flatMap((line) => line.parts.map(({ key }) => key))
  const some = bar.filter((key) => parts.includes(key))
  const drawn = some.length > 0 ? some : parts.slice(0, 1)
  return new Map(drawn.map((key, n) => [key, tones[n] ?? 'ownAttended']))
}

const Picture = ({ question, lines }: { question: Question; lines: readonly Line[] }) => {
  const drawn = drawnOf(question, lines)
  const of = lines[0]?.of ?? 0
  if (of === 0) return null
  let x = 0
  return (
    <svg class="muster-bars__bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
      <rect class="muster-bar--none" x="0" y="0" width="1000" height="20" />
      {lines
        .flatMap(({ parts }) => parts)
        .map(({ key, count }) => {
          const tone = drawn.get(key)
          const from = x
          const width = Math.round((count / of) * 10_000) / 10
          if (tone) x += width
          return tone && width > 0 ? <rect class={`muster-bar--${tone}`} x={from} y="0" width={width} height="20" /> : null
        })}
    </svg>
  )
}

const Swatch = ({ tone }: { tone: string | undefined }) =>
  tone ? (
    <svg class="muster-bars__swatch" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <rect class={`muster-bar--${tone}`} x="0.5" y="0.5" width="15" height="15" />
    </svg>
  ) : null

type Asked = { about: About; open: string }

const hrefOf = ({ topic, guidance }: About, open: string): string =>
  `/answer?${new URLSearchParams({ topic: topic.id, ...(guidance ? { guidance: guidance.id } : {}), open })}#${open.split('.')[0]}`

const Parts = ({ line, about, open, linked, tone }: Asked & { line: Line; linked: boolean; tone: (part: Part) => string | undefined }) => (
  <ul class="govuk-list muster-actions" id={line.key}>
    {line.parts
      .filter(({ count }) => count !== 0)
      .map((part) => (
        <li>
          <Swatch tone={tone(part)} />{' '}
          {linked ? (
            <Link href={hrefOf(about, part.key)} aria-current={part.key === open ? 'true' : undefined}>
              {part.label}
            </Link>
          ) : (
            part.label
          )}
          {`: ${part.count}`}
        </li>
      ))}
  </ul>
)

/** Where the rows of a school stand that a question is counted from. */
const evidenceOf = (question: Question, { topic, from, on, guidance }: About, { schoolId }: AnswerRow): string | undefined => {
  if (question.key === 'training') return `/coverage/requirements/schools/${schoolId}?requirement=lead`
  if (question.key === 'guidance' || question.key === 'answer') return guidance ? `/guidance/${guidance.id}/schools/${schoolId}` : undefined
  return `/coverage/schools/${schoolId}?${sameQuestion({ laCodes: [], topic, from, to: on, on, event: undefined }, 'sector-kind')}`
}

const Schools = ({ question, about, label, opened }: { question: Question; about: About; label: string; opened: readonly AnswerRow[] }) => {
  const columns = columnsOf(question)
  return (
    <Table
      dense
      caption={`${label}: ${counted(opened.length, 'school')}`}
      captionClass="govuk-table__caption--s"
      columns={['School', ...columns.map(({ name }) => name)]}
      rows={opened.map((row) => {
        const href = evidenceOf(question, about, row)
        const name = `${row.name}${row.town ? `, ${row.town}` : ''}`
        return [href ? <Link href={href}>{name}</Link> : name, ...columns.map(({ value }) => String(value(row) ?? ''))]
      })}
    />
  )
}

const sayAlso = ({ also }: Topic): string =>
  also
    .map(({ label, until }) => (until ? `Called ${label.toLowerCase()} until ${sayDay(until)}` : `Also ${label.toLowerCase()}`))
    .join('. ')

const Choice = ({ topics, ofTopic, about }: { topics: readonly Topic[]; ofTopic: readonly Guidance[]; about: About }) => (
  <Details summary="Choose another topic">
    <form method="get" action="/answer">
      <Select name="topic" label="Topic" value={about.topic.id} options={topics.map((topic) => ({ value: topic.id, text: topic.label }))} />
      <Button kind="secondary">Show</Button>
    </form>
    {ofTopic.length > 1 ? (
      <form method="get" action="/answer">
        <input type="hidden" name="topic" value={about.topic.id} />
        <Select
          name="guidance"
          label="Guidance on this topic"
          value={about.guidance?.id ?? ''}
          options={ofTopic.map(({ id, title }) => ({ value: id, text: title }))}
        />
        <Button kind="secondary">Show</Button>
      </form>
    ) : null}
  </Details>
)

export const AnswerPage = ({
  topics,
  ofTopic,
  about,
  open,
  lines,
  opened,
  namesSchools,
  reported,
  knownAt,
}: Asked & {
  topics: readonly Topic[]
  /** Guidance on the topic that could be shown. */
  ofTopic: readonly Guidance[]
  lines: readonly Line[]
  /** The schools behind the part `open`. */
  opened: readonly AnswerRow[] | undefined
  /** Whoever reads it sees which schools are behind a number. */
  namesSchools: boolean
  /** The mail provider reports what became of mails. */
  reported: boolean
  knownAt: Date
}) => {
  const label = lines.flatMap(({ parts }) => parts).find(({ key }) => key === open)?.label ?? ''
  return (
    <>
      <span class="govuk-caption-l">As at {sayDay(about.on)}</span>
      <Title>{about.topic.label}: have our schools been reached?</Title>
      <p class="govuk-body govuk-!-font-weight-bold">{sayShort(about, lines)}</p>
      <P>This shows whom we reached and how we know. It does not show that children are safer.</P>
      {questions.map((question, n) => {
        const own = lines.filter(({ key }) => question.lines.includes(key))
        const drawn = drawnOf(question, own)
        return (
          <section>
            <Heading>
              {n + 1}. {question.title}
            </Heading>
            <Picture question={question} lines={own} />
            <P>{own.flatMap(({ sentence }) => sentence || []).join(' ')}</P>
            {question.key === 'guidance' && about.guidance && !reported ? <P>{arrivalUnknown}</P> : null}
            {own
              .filter(({ of, key }) => of > 0 && key !== 'adopted')
              .map((line) => (
                <Parts {...{ line, about, open }} linked={namesSchools} tone={({ key }) => drawn.get(key)} />
              ))}
            {opened && question.lines.includes(open.split('.')[0] ?? '') ? <Schools {...{ question, about, label, opened }} /> : null}
          </section>
        )
      })}
      <Heading>How we count</Heading>
      <P>
        Counted is every school of the area that was open on {sayDay(about.on)}, once. It came if somebody was marked present for it, in
        whole or in part, at an event on this topic in the two years to that day. A person who came for two schools counts at each; a record
        that names nobody counts as one person. {sayAlso(about.topic)}
      </P>
      <P>Known at {sayInstant(knownAt)}.</P>
      {namesSchools ? (
        <P>
          <Link
            href={`/answer/schools.csv?${new URLSearchParams({ topic: about.topic.id, ...(about.guidance ? { guidance: about.guidance.id } : {}) })}`}
          >
            All schools as CSV
          </Link>
        </P>
      ) : null}
      <Choice {...{ topics, ofTopic, about }} />
    </>
  )
}
