import type { Child } from 'hono/jsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import type { Option } from '#base/web/field.tsx'
import { Heading, Link, SummaryList } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Decision, PlannedReview, Review, ReviewKind, Side } from '../review.ts'
import { Joining, sayMoved } from './moved.tsx'

type Asked = Pick<PlannedReview, 'urn' | 'otherUrn' | 'detail'>

export const kindQuestions: Record<ReviewKind, (review: Asked) => string> = {
  no_link: ({ otherUrn, detail }) =>
    `Is ${schoolLabel({ name: detail.otherName ?? '', town: detail.otherTown ?? '', urn: otherUrn })} the same school? ${
      detail.because === 'same_number' ? 'It has the same establishment number' : 'It has the same name'
    }, and no link joins the two.`,
  other_authority: ({ detail }) =>
    `The file gives it to ${detail.laName || `authority ${detail.laCode || 'unknown'}`}. Has it left our area?`,
  not_in_file: () => 'The file does not mention it. Is it still a school of ours?',
}

const answers: Record<Decision, Record<'text' | 'hint' | 'said', string>> = {
  same_school: {
    text: 'Yes, it is the same school',
    hint: 'The two become one, and count once in reports',
    said: 'The same school',
  },
  different_schools: {
    text: 'No, they are different schools',
    hint: 'They stay apart, and this is not asked again',
    said: 'Different schools',
  },
  moved_away: {
    text: 'Yes, it has left our area',
    hint: 'From the day below on it no longer counts in our reports; what it attended stays',
    said: 'Left our area',
  },
  still_ours: { text: 'No, it is still ours', hint: 'It stays as it is, and this is not asked again', said: 'Still ours' },
}

export const answerFor = (kind: ReviewKind, decision: Decision): Option => {
  const { text, hint } = answers[decision]
  if (kind !== 'not_in_file') return { value: decision, text, hint }
  return decision === 'still_ours'
    ? { value: decision, text: 'Yes, it is still ours', hint }
    : { value: decision, text: 'No, it has left our area', hint }
}

export const sayDecision = (review: Review): string =>
  review.decision === null || review.decision === 'withdrawn' ? '' : answers[review.decision].said

export const linkTo = (review: Review): Child => (
  <Link href={`/organiser/register-imports/reviews/${review.id}`}>
    {schoolLabel({ name: review.detail.name, town: review.detail.town, urn: review.urn })}
  </Link>
)

const SideOf = ({ side }: { side: Side }) => (
  <>
    <Heading>{schoolLabel(side)}</Heading>
    <SummaryList
      rows={[
        ['Status', side.statusName],
        ['Type', side.typeName],
        ['Authority', side.laName],
        ['Establishment number', side.establishmentNumber],
        ['Postcode', side.postcode],
        ['Open from', side.opensOn ? sayDay(side.opensOn) : 'Not known'],
        ['No longer open from', side.closesOn ? sayDay(side.closesOn) : undefined],
        ['Counts for it', listed(sayMoved(side.counts)) || 'Nothing yet'],
        ['Page of the school', <Link href={`/organiser/schools/${side.rootId}`}>All we know of it</Link>],
      ]}
    />
  </>
)

type ReviewPageProps = { review: Review; sides: readonly Side[]; decide: Child; takeBack: Child }

export const ReviewPage = ({ review, sides, decide, takeBack }: ReviewPageProps) => (
  <>
    {sides.map((side) => (
      <SideOf side={side} />
    ))}
    {review.decision === null && review.kind === 'no_link' ? <Joining review={review} sides={sides} /> : null}
    {review.decision === null ? (
      decide
    ) : (
      <>
        <SummaryList
          rows={[
            ['Decision', review.decision === 'withdrawn' ? 'Withdrawn: a later file answered it' : sayDecision(review)],
            ['Moved', review.detail.joined ? listed(sayMoved(review.detail.joined.moved)) || 'Nothing' : undefined],
            ['Reason', review.reason ?? undefined],
            ['When', review.decidedAt ? sayInstant(review.decidedAt) : undefined],
            ['Taken back', review.undoneAt ? sayInstant(review.undoneAt) : undefined],
          ]}
        />
        {review.decision !== 'withdrawn' && !review.undoneAt ? takeBack : null}
      </>
    )}
  </>
)
