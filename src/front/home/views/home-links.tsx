import type { OwnTrust } from '#schools/schools/record.ts'
import { isSetting, type SchoolCard } from '#schools/schools/school.ts'

type Home = { school: SchoolCard; approver: boolean; mayBook: boolean; trust: OwnTrust | undefined }

/** Where else the home of a school leads whoever reads it. */
export const groupsOf = ({ school, approver, mayBook, trust }: Home) => {
  const at = `/school/${school.id}`
  const ofSchools = !isSetting(school)
  return [
    {
      title: 'People and roles',
      links: [
        ...(approver
          ? [
              { href: `${at}/roles`, text: 'People in roles' },
              { href: `${at}/people`, text: 'Who can book' },
              { href: `${at}/staff`, text: 'Everybody known at the school' },
            ]
          : []),
        { href: '/school/claims/new', text: 'Ask to book for another school' },
      ],
    },
    {
      title: 'Bookings',
      links: [
        { href: `${at}/bookings`, text: 'Bookings, and who came' },
        ...(mayBook ? [{ href: `${at}/due`, text: 'Book who is due' }] : []),
        ...(trust ? [{ href: `/trusts/${trust.uid}`, text: `The schools of ${trust.name} side by side` }] : []),
        { href: '/account/record', text: 'Your own places and record' },
      ],
    },
    {
      title: 'Training record',
      links: [
        { href: `${at}/requirements`, text: 'What your school’s people need' },
        { href: `${at}/staff-days`, text: 'Staff days' },
        { href: `${at}/sessions`, text: mayBook ? 'Ask for a session at your school' : 'Sessions at your school' },
        ...(mayBook ? [{ href: `${at}/booking-links`, text: 'Booking by email link' }] : []),
        { href: `${at}/record`, text: ofSchools ? 'Training record for governors' : 'Training record for an inspection' },
        { href: `${at}/certificates`, text: 'Certificates' },
      ],
    },
    {
      title: 'Guidance and audit',
      links: [
        { href: `${at}/guidance`, text: 'Guidance and policies' },
        ...(ofSchools ? [{ href: `${at}/returns`, text: 'Safeguarding audits' }] : []),
        { href: `${at}/reports`, text: 'What we will publish about your school' },
      ],
    },
    {
      title: 'Money',
      links: [
        { href: `${at}/money`, text: 'What is owed, and receipts' },
        { href: `${at}/agreements`, text: 'How your school pays' },
      ],
    },
  ]
}
