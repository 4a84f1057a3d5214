import type { Child } from 'hono/jsx'
import { type Instant, sayDay } from '#base/dates.ts'
import { Link, P, Table } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import type { InvitationFigures } from '../invitation.ts'

/** That the record does not say of some whether the law asks their consent. */
export const NotKnown = ({ n, at }: { n: number; at: string }) =>
  n === 0 ? null : (
    <P>
      {counted(n, 'of these is a nursery or another setting', 'of these are nurseries or other settings')}. Our record does not say whether
      one person runs {plural(n, 'it', 'each')}, whose consent the law asks.{' '}
      <Link href={`${at}/whom`}>Write only to those that asked for news</Link>
    </P>
  )

export type SentInvitation = { id: string; subject: string; startedAt: Instant; figures: InvitationFigures }

/** @param form undefined: nobody can book the event now */
export const InvitePage = ({ sent, form }: { sent: readonly SentInvitation[]; form: Child | undefined }) => (
  <>
    {form ?? <P>Nobody can book this event now, so nobody can be invited to it.</P>}
    {sent.length === 0 ? null : (
      <Table
        caption="Sent so far, counted in schools"
        columns={[
          'Invitation',
          ...['Chosen', 'Reached', 'Booked after it', 'Stopped', 'Came back', 'To ring'].map((name) => ({
            text: name,
            numeric: true as const,
          })),
        ]}
        rows={sent.map(({ id: mailingId, startedAt, figures }) => [
          <Link href={`/organiser/mailings/${mailingId}`}>{sayDay(startedAt)}</Link>,
          ...[figures.schools, figures.reached, figures.booked, figures.stopped, figures.cameBack, figures.toRing].map(sayNumber),
        ])}
      />
    )}
  </>
)
