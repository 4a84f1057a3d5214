import type { Child } from 'hono/jsx'
import { Bullets, Details, Heading, Link, P } from '#base/web/page-parts.tsx'
import { reachPath } from '#people/notices/views.tsx'
import { type Asking, type AskingTerms, askingSaid, confirmationSaid, termsSaid } from '../asked.ts'
import type { Confirmation } from '../school-roles.ts'

type TermsProps = { terms: AskingTerms; roles: readonly { id: string; label: string }[]; form: Child }

export const AskingTermsSaid = ({ terms, roles, form }: TermsProps) => (
  <>
    <Bullets>
      {termsSaid(terms, new Map(roles.map(({ id, label }) => [id, label]))).map((sentence) => (
        <li>{sentence}</li>
      ))}
    </Bullets>
    <P>School working days are those of the council’s term dates. A school at which nobody could answer is not asked until somebody can.</P>
    <Heading>Change it</Heading>
    <P>It holds from now on. What schools were asked already, and by when, stays as it was.</P>
    {form}
  </>
)

type AskingHistoryProps = {
  askings: readonly Asking[]
  confirmations: readonly Confirmation[]
  /** Whoever reads it may see which schools were reached. */
  reached: boolean
}

export const AskingHistory = ({ askings, confirmations, reached }: AskingHistoryProps) =>
  askings.length + confirmations.length === 0 ? null : (
    <Details summary="When the school was asked, and when it confirmed">
      <Bullets>
        {[
          ...askings.map((one) => ({
            at: one.since,
            text: askingSaid(one),
            subjectId: reached && one.askedOn ? one.subjectId : undefined,
          })),
          ...confirmations.map((one) => ({ at: one.confirmedAt, text: confirmationSaid(one), subjectId: undefined })),
        ]
          .toSorted((a, b) => (a.at < b.at ? 1 : -1))
          .map(({ text, subjectId }) => (
            <li>
              {text} {subjectId ? <Link href={reachPath({ notice: 'roles', subjectId })}>Whether it was reached</Link> : null}
            </li>
          ))}
      </Bullets>
    </Details>
  )
