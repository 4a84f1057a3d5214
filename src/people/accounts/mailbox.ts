// A mailbox that several people of a school read (office@) signs in like any address; each time it
// says who is acting, so that the log names a person. Its holder says whether it is shared; its
// local part only makes the service ask.

const sharedParts = new Set(
  `office admin administration administrator enquiries enquiry enquire info information head headteacher heads headmaster principal reception
   safeguarding dsl ddsl secretary bursar finance school schooloffice mail email contact contactus post hello hr team staff general mainoffice
   office1 office2 schooladmin schoolinfo frontoffice sendco senco pa headspa business sbm trust central welcome main`.split(/\s+/),
)

/**
 * Whether an address looks shared: its local part, or a part between dots and dashes, names a post
 * or an office. `office.stmarys@` does; `jo.head@` does not, because a surname comes last.
 */
export const looksShared = (email: string): boolean => {
  const local = email.slice(0, email.lastIndexOf('@')).toLowerCase()
  const parts = local.split(/[._+-]/).filter(Boolean)
  const whole = parts.join('').replace(/\d+$/, '')
  return sharedParts.has(whole) || sharedParts.has(parts[0] ?? '')
}

/** Somebody who acted from a shared mailbox before; `here`: known by this very address. */
export type MailboxPerson = { id: string; name: string; here: boolean }

/** For the page that asks who acts; `proposed`: nobody has said yet whether it is shared. */
export type MailboxFacts = { shared: boolean; said: boolean; people: MailboxPerson[] }

/** For somebody whose record is being erased while they say who they are. */
export const goneMeanwhile = 'Your record was erased a moment ago, so nothing was saved. Sign out, and sign in again to start afresh'
