// Whether a text is an address, and whether the address belongs to one person, by its words.

const sharedParts = new Set(
  `office admin administration administrator enquiries enquiry enquire info information head headteacher heads headmaster principal reception
   safeguarding dsl ddsl secretary bursar finance school schooloffice mail email contact contactus post hello hr team staff general mainoffice
   office1 office2 schooladmin schoolinfo frontoffice sendco senco pa headspa business sbm trust central welcome main governors governor chair
   chairofgovernors clerk deputy deputyhead`.split(/\s+/),
)

/** Part of its local part names a post or office: `office.stmarys@`, not `jo.head@` (a surname). */
export const looksShared = (email: string): boolean => {
  const local = email.slice(0, email.lastIndexOf('@')).toLowerCase()
  const parts = local.split(/[._+-]/).filter(Boolean)
  const whole = parts.join('').replace(/\d+$/, '')
  return sharedParts.has(whole) || sharedParts.has(parts[0] ?? '')
}

/** One @, a dot after it, no spaces; the mail itself proves the rest. */
export const isEmail = (text: string): boolean => text.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(text)
