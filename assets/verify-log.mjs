#!/usr/bin/env node
// Checks the protected record of a council that uses Muster. It needs Node.js 20 or later and nothing else.
//
//   node verify-log.mjs checkpoint FILE [KEY]        the signature of a checkpoint that you saved
//   node verify-log.mjs entry NUMBER FILE [KEY]      that an entry is in the log of that checkpoint
//   node verify-log.mjs growth OLD NEW [KEY]         that the newer log is the older one with entries added
//
// KEY is as shown at /log: name+hash+key. Without it signatures are not checked, and it says so. FILE is what
// /log/checkpoint answered. Proofs are fetched from the host that the checkpoint names, or, with
// --from ADDRESS, from there; with --proof FILE from a file that you saved of /log/proof/….
// --row FILE --salt TEXT, for entry: that the entry is of this very row (its JSON array, and its salt in base64).
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const fail = (why) => {
  console.error(`NOT VERIFIED: ${why}`)
  process.exit(1)
}
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const parent = (left, right) => sha256(Buffer.of(1), left, right)
const base64 = (text) => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : fail(`“${text}” is not base64`)
}

/** The checkpoint of a file, once its signature is right. */
const checkpointOf = (file, key) => {
  const note = readFileSync(file, 'utf8')
  const end = note.indexOf('\n\n')
  const text = end < 0 ? note : note.slice(0, end + 1)
  const [origin, size, root] = text.split('\n')
  if (!/^(0|[1-9]\d*)$/.test(size) || base64(root).length !== 32) fail(`${file} is no checkpoint`)
  if (key) {
    const [, name, hash, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? fail('the key is not name+hash+key')
    const typed = base64(encoded)
    if (typed[0] !== 1 || typed.length !== 33) fail('the key is not of Ed25519')
    const id = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4)
    if (id.toString('hex') !== hash) fail('the key does not have the hash that it says')
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typed.subarray(1)])
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const signed = note
      .slice(end + 2)
      .split('\n')
      .some((line) => {
        if (end < 0 || !line.startsWith(`— ${name} `)) return false
        const signature = base64(line.slice(`— ${name} `.length))
        return signature.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), publicKey, signature.subarray(4))
      })
    if (!signed) fail(`${file} is not signed with this key`)
  }
  return { origin, size: Number(size), root: base64(root) }
}

/** RFC 9162, 2.1.3.2: the root that a leaf and its proof lead to. */
const rootFromEntry = (index, size, leaf, proof) => {
  let [at, last, root] = [index, size - 1, leaf]
  for (const hash of proof) {
    if (last === 0) fail('the proof is too long')
    if (at % 2 === 1 || at === last) {
      root = parent(hash, root)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else root = parent(root, hash)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 ? root : fail('the proof is too short')
}

/** RFC 9162, 2.1.4.2: the roots of both logs that a proof leads to. */
const rootsFromGrowth = (from, to, oldRoot, proof) => {
  if (from === to) return proof.length === 0 ? [oldRoot, oldRoot] : fail('the proof is too long')
  const path = Number.isInteger(Math.log2(from)) ? [oldRoot, ...proof] : proof
  let [at, last] = [from - 1, to - 1]
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)]
  let [older, newer] = [path[0] ?? fail('the proof is too short'), path[0]]
  for (const hash of path.slice(1)) {
    if (last === 0) fail('the proof is too long')
    if (at % 2 === 1 || at === last) {
      ;[older, newer] = [parent(hash, older), parent(hash, newer)]
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else newer = parent(newer, hash)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 ? [older, newer] : fail('the proof is too short')
}

const options = { from: { type: 'string' }, proof: { type: 'string' }, row: { type: 'string' }, salt: { type: 'string' } }
const { values: given, positionals } = parseArgs({ allowPositionals: true, options })
const proofOf = async (path, origin) => {
  if (given.proof) return JSON.parse(readFileSync(given.proof, 'utf8'))
  const response = await fetch(`${given.from ?? `https://${origin}`}${path}`)
  return response.ok ? response.json() : fail(`${path} answered ${response.status}`)
}
const same = (one, other) => one.equals(other) || fail('the log is not the one of the checkpoint')
const [what, ...rest] = positionals
const key = what === 'checkpoint' ? rest[1] : rest[2]

if (what === 'checkpoint' && rest[0]) {
  const { origin, size } = checkpointOf(rest[0], key)
  console.log(`${origin} stated a log of ${size} entries.`)
} else if (what === 'entry' && rest[1]) {
  const index = Number(rest[0])
  const { origin, size, root } = checkpointOf(rest[1], key)
  if (!(index < size)) fail(`the checkpoint has ${size} entries`)
  const { leafHash, hashes } = await proofOf(`/log/proof/inclusion?index=${index}&size=${size}`, origin)
  const leaf = base64(leafHash)
  if (given.row && !sha256(Buffer.of(0), base64(given.salt ?? ''), Buffer.from(readFileSync(given.row, 'utf8').trim())).equals(leaf))
    fail('the entry is not of this row')
  same(rootFromEntry(index, size, leaf, hashes.map(base64)), root)
  console.log(`Entry ${index} (${leafHash}) is in the log of ${size} entries.`)
} else if (what === 'growth' && rest[1]) {
  const [older, newer] = [checkpointOf(rest[0], key), checkpointOf(rest[1], key)]
  if (older.origin !== newer.origin || older.size > newer.size) fail('the second checkpoint is not a later one of the same log')
  const path = `/log/proof/consistency?from=${older.size}&to=${newer.size}`
  const { hashes } = older.size === newer.size ? { hashes: [] } : await proofOf(path, newer.origin)
  const [oldRoot, newRoot] = rootsFromGrowth(older.size, newer.size, older.root, hashes.map(base64))
  same(oldRoot, older.root)
  same(newRoot, newer.root)
  console.log(`The log of ${newer.size} entries is that of ${older.size} with ${newer.size - older.size} added.`)
} else fail('say checkpoint, entry or growth, and the files; the head of this program says how')
if (!key) console.log('No key was given, so no signature was checked.')
