import { Bullets, Heading, P } from '#base/web/page-parts.tsx'
import type { Thresholds } from '../thresholds.ts'

export const AboutThresholds = ({ replyDays, dueSoonDays, smallest }: Thresholds) => (
  <>
    <Bullets>
      <li>A school has {replyDays} school working days to answer to its line before it is named.</li>
      <li>A training is due soon in the last {dueSoonDays} days in which it is in date.</li>
      <li>Counts from 1 to {smallest - 1} of schools’ standings are hidden from people who see no schools.</li>
    </Bullets>
    <Heading>Change them</Heading>
    <P>They apply from now on. A report keeps those that it was made with. We work out schools’ standings again, some thousand a minute.</P>
  </>
)
