import { P, SummaryList } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { Contact } from '#schools/schools/record.ts'

/** @param resting how many people act for the school on this address alone */
export const EndedContact = ({ contact, resting }: { contact: Contact; resting: number }) => (
  <>
    <SummaryList
      rows={[
        ['Email', contact.email],
        ['Name', contact.name],
        ['Role', contact.roleLabel ?? ''],
      ]}
    />
    <P>
      It is no longer listed, and the address no longer lets someone act for the school at once.{' '}
      {resting === 0
        ? 'Nobody acts for the school on this address alone.'
        : `${atStart(resting, 'person acts', 'people act')} for the school on this address alone, and will stop at once and be told by email. What they booked stays.`}
    </P>
  </>
)
