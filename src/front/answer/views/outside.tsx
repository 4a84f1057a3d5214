import { RecommendationLines } from '#attendance/recommendations/views/recommendations.tsx'
import type { Day } from '#base/dates.ts'
import { Heading } from '#base/web/page-parts.tsx'
import { UndecidedList } from '#guidance/advice/views/advice.tsx'
import type { Outside } from '../population.ts'

/** What was asked of the council from outside, as at a day. */
export const OutsideParts = ({ outside, day, linked }: { outside: Outside; day: Day; linked: boolean }) => (
  <>
    {outside.advice.length === 0 ? null : <Heading>National advice that is undecided</Heading>}
    <UndecidedList advice={outside.advice} today={day} />
    {outside.recommendations.length === 0 ? null : <Heading>What scrutiny and reviews recommended</Heading>}
    <RecommendationLines all={outside.recommendations} day={day} linked={linked} />
  </>
)
