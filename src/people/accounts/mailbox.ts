// A mailbox that several people of a school read (office@) signs in like any address; each time it
// says who is acting, so that the log names a person. Its holder says whether it is shared; its
// local part only makes the service ask.

/** Somebody who acted from a shared mailbox before; `here`: known by this very address. */
export type MailboxPerson = { id: string; name: string; here: boolean }

/** For the page that asks who acts; `proposed`: nobody has said yet whether it is shared. */
export type MailboxFacts = { shared: boolean; said: boolean; people: MailboxPerson[] }

export const sharedAsked = {
  label: 'Do several people read this mailbox?',
  options: [
    { value: 'yes', text: 'Yes, it is shared' },
    { value: 'no', text: 'No, only I read it' },
  ],
}

/** For somebody whose record is being erased while they say who they are. */
export const goneMeanwhile = 'Your record was erased a moment ago, so nothing was saved. Sign out, and sign in again to start afresh'
