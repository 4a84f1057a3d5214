import { sayDay } from '#base/dates.ts'
import { Bullets, Link, P } from '#base/web/page-parts.tsx'
import type { Dimension, Question } from '../coverage.ts'
import { sameQuestion } from '../forms.ts'
import { type Apart, sayAhead, sayElsewhere, sayTogether } from '../sent.ts'

type SentAboveProps = { question: Question; dimension: Dimension; category: string | undefined; apart: Apart }

export const SentAbove = ({ question, dimension, category, apart }: SentAboveProps) => (
  <>
    <P>
      Everybody who is marked as having attended, wholly or in part, for a school that was open in the area on {sayDay(question.on)}: once
      for each session, and for each school that they came for. The role is the one they had then.
    </P>
    <Bullets>
      <li>{sayAhead(apart)}</li>
      <li>{sayElsewhere(apart)}</li>
      {apart.together.people > 0 ? <li>{sayTogether(apart)}</li> : null}
    </Bullets>
    {category === undefined ? null : (
      <P>
        <Link href={`/coverage/sent?${sameQuestion(question, dimension)}`}>All schools</Link>
      </P>
    )}
  </>
)
