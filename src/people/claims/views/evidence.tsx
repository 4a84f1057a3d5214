import { sayInstant } from '#base/dates.ts'
import { type EvidenceRow, evidenceKinds } from '../claim.ts'

export const EvidenceList = ({ evidence }: { evidence: readonly EvidenceRow[] }) =>
  evidence.length === 0 ? (
    <>Nothing is written down</>
  ) : (
    <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
      {evidence.map(({ kind, at, by }) => (
        <li>
          {evidenceKinds[kind]}
          {by ? <span class="muster-break">: {by}</span> : null}, {sayInstant(at)}
        </li>
      ))}
    </ul>
  )
