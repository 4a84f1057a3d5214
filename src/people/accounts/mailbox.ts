// A mailbox that several people of a school read (office@) signs in like any other address; each time it then says who is acting, so that
// the log names a person. Whether it is shared its holder says; the local part only makes the service ask.

const sharedParts = new Set(
  `office admin administration administrator enquiries enquiry enquire info information head headteacher heads headmaster principal reception
   safeguarding dsl ddsl secretary bursar finance school schooloffice mail email contact contactus post hello hr team staff general mainoffice
   office1 office2 schooladmin schoolinfo frontoffice sendco senco pa headspa business sbm trust central welcome main`.split(/\s+/),
)

/**
 * Whether an address looks as if several people read it: its local part, or a part of it between dots and dashes, names a post or an office.
 * `office.stmarys@` does; `jo.head@` does not, because a surname comes last.
 */
export const looksShared = (email: string): boolean => {
  const local = email.slice(0, email.lastIndexOf('@')).toLowerCase()
  const parts = local.split(/[._+-]/).filter(Boolean)
  const whole = parts.join('').replace(/\d+$/, '')
  return sharedParts.has(whole) || sharedParts.has(parts[0] ?? '')
}

/** Somebody who has acted from a shared mailbox before, to be chosen again; `here`: they are known by this very address. */
export type MailboxPerson = { id: string; name: string; here: boolean }

/** What the page asks that names who acts; `proposed`: nobody has said yet whether the mailbox is shared. */
export type MailboxFacts = { shared: boolean; said: boolean; people: MailboxPerson[] }

/** To whoever says who they are while their record is being erased. */
export const goneMeanwhile = 'Your record was erased a moment ago, so nothing was saved. Sign out, and sign in again to start afresh'
