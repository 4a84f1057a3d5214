import { Button } from '#base/web/field.tsx'
import { P, SummaryList, Title } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { Contact } from '#schools/schools/record.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'

export const EndContactPage = ({
  school,
  contact,
  resting,
}: {
  school: SchoolName
  contact: Contact
  /** How many people act for the school on this address alone. */
  resting: number
}) => (
  <>
    <Title>
      End this contact?
      <span class="govuk-caption-l">{schoolLabel(school)}</span>
    </Title>
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
    <form method="post">
      <Button kind="warning">End contact</Button>
    </form>
  </>
)
