/** Options of curl that take a value, long and short. https://curl.se/docs/manpage.html */
const VALUED = new Set(
  `-A --user-agent -b --cookie -c --cookie-jar -C --continue-at -d --data --data-ascii --data-binary
  --data-raw --data-urlencode -D --dump-header -e --referer -E --cert --cacert --capath --ciphers
  --connect-timeout --connect-to --dns-servers --doh-url -F --form --form-string -H --header
  --hostpubmd5 --interface --json -K --config --keepalive-time --key --limit-rate --local-port -m
  --max-time --max-filesize --max-redirs --noproxy -o --output --oauth2-bearer --output-dir --pass
  --pinnedpubkey --preproxy --proto --proto-default --proxy-header -P -Q -r --range --rate
  --request-target --resolve --retry --retry-delay --retry-max-time -s3 --socks5 --socks5-hostname
  --socks4 --socks4a -t -T --upload-file --tls-max --tls13-ciphers --trace --trace-ascii -u --user
  -U --proxy-user --unix-socket --url --url-query --variable -w --write-out -x --proxy -X --request
  -y -Y -z --time-cond --aws-sigv4 --cert-type --key-type --stderr --ech --expand-url`.split(/\s+/),
);

/** One option of a command line, or a word that is none. */
export type CurlPart =
  | { readonly kind: 'option'; readonly name: string; readonly value: string }
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'word'; readonly text: string };

/** The parts of a command line behind `curl`, with short options taken apart (`-sSLXPUT`). */
export function curlParts(words: readonly string[]): readonly CurlPart[] {
  const parts: CurlPart[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      for (const text of words.slice(at + 1)) parts.push({ kind: 'word', text });
      break;
    }
    if (word.startsWith('--')) {
      if (VALUED.has(word)) parts.push({ kind: 'option', name: word, value: words[++at] ?? '' });
      else parts.push({ kind: 'flag', name: word });
    } else if (word.startsWith('-') && word.length > 1) {
      for (let letter = 1; letter < word.length; letter++) {
        const name = `-${word[letter]}`;
        if (!VALUED.has(name)) {
          parts.push({ kind: 'flag', name });
          continue;
        }
        const rest = word.slice(letter + 1);
        parts.push({ kind: 'option', name, value: rest === '' ? (words[++at] ?? '') : rest });
        break;
      }
    } else parts.push({ kind: 'word', text: word });
  }
  return parts;
}
