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
      It is no longer listed, and someone with this address can no longer book for the school at once.{' '}
      {resting === 0
        ? 'Nobody can book for the school on this address alone.'
        : `${atStart(resting, 'person', 'people')} can book for the school on this address alone. They can no longer do so, and we tell them by email. What they booked stays.`}
    </P>
  </>
)
