import { type Instant, sayDay } from '#base/dates.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'

export const AboutFeedback = ({ report, told }: { report: number; told: { words: string; at: Instant } | undefined }) => (
  <>
    <P>
      Each school reads its own answers beside those of its phase and of all schools, from{' '}
      <Link href={`/coverage/returns/reports/${report}`}>report {report}</Link>, and what the council will do.
    </P>
    {told ? <P>Schools read since {sayDay(told.at)} what stands below. What you change takes its place.</P> : null}
  </>
)

/** @param schoolIds submitted and still open @param closed how many closed since */
export const sayRecipients = ({ schoolIds, closed }: { schoolIds: readonly string[]; closed: number }): string =>
  `${counted(schoolIds.length + closed, 'school')} submitted${closed > 0 ? `, of which ${closed} ${plural(closed, 'has', 'have')} closed since` : ''}. Next you see a draft of the message to ${counted(schoolIds.length, 'school')}. Nothing is sent before you send it.`
