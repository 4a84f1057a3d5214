// A checkpoint as C2SP describes it (c2sp.org/tlog-checkpoint): what the log is called, its size
// and root, as a signed note (c2sp.org/signed-note) with Ed25519.
import { fromBase64, inBase64 } from '#base/id.ts'
import type { Bytes } from '#base/seal/tree.ts'

export type Signer = { name: string; key: CryptoKey; publicKey: Bytes }

/** What PKCS #8 writes before the 32 bytes of an Ed25519 key. */
const beforeSeed = Uint8Array.from([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20])

/**
 * @param name the council's host: the name of the log and of its key
 * @param setting SEAL_KEY: 32 bytes or PKCS #8, in base64; otherwise nobody signs
 */
export const readSigner = async (name: string, setting: string | undefined): Promise<Signer | undefined> => {
  if (!setting) return undefined
  try {
    const typedKey = fromBase64(setting.trim())
    const pkcs8 = typedKey.length === 32 ? Uint8Array.from([...beforeSeed, ...typedKey]) : typedKey
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
    const { x = '' } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey
    return { name, key, publicKey: fromBase64(x.replaceAll('-', '+').replaceAll('_', '/')) }
  } catch {
    console.error(JSON.stringify({ setting: 'SEAL_KEY', error: 'not an Ed25519 key of 32 bytes, or PKCS #8, in base64' }))
    return undefined
  }
}

/** 1: the key is of Ed25519. */
const typed = (publicKey: Bytes): Bytes => Uint8Array.from([1, ...publicKey])

const keyHash = async ({ name, publicKey }: Signer): Promise<Bytes> =>
  new Uint8Array(
    await crypto.subtle.digest('SHA-256', Uint8Array.from([...new TextEncoder().encode(`${name}\n`), ...typed(publicKey)])),
  ).slice(0, 4)

/** The key as verifiers take it: name, hash and key. */
export const verifierOf = async (signer: Signer): Promise<string> =>
  [
    signer.name,
    [...(await keyHash(signer))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    inBase64(typed(signer.publicKey)),
  ].join('+')

/** The note of a checkpoint, with its signature if there is who signs. */
export const noteOf = async (origin: string, size: number, root: string, signer: Signer | undefined): Promise<string> => {
  const text = `${origin}\n${size}\n${root}\n`
  if (!signer) return text
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', signer.key, new TextEncoder().encode(text)))
  return `${text}\n— ${signer.name} ${inBase64(Uint8Array.from([...(await keyHash(signer)), ...signature]))}\n`
}
