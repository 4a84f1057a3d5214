const addressForm = /^(?:[^<>\r\n]*<([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>|([^\s<>@,;"]+@[^\s<>@,;"]+\.[^\s<>@,;"]+))$/

/** The bare address of `Name <address>`, in small letters. */
export const bareAddress = (spelled: string): string => {
  const found = spelled.trim().match(addressForm)
  return (found?.[1] ?? found?.[2] ?? '').toLowerCase()
}
