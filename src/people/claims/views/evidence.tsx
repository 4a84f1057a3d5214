import { sayInstant } from '#base/dates.ts'
import { type EvidenceRow, evidenceKinds } from '../claim.ts'

/** @param asker the address of who asks, whose name stands beside the list */
export const EvidenceList = ({ evidence, asker }: { evidence: readonly EvidenceRow[]; asker?: string }) =>
  evidence.length === 0 ? (
    <>Nothing is written down</>
  ) : (
    <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
      {evidence.map(({ kind, at, by }) => (
        <li>
          {evidenceKinds[kind]}
          {by && !(asker && by.includes(asker)) ? <span class="muster-break">: {by}</span> : null}, {sayInstant(at)}
        </li>
      ))}
    </ul>
  )
