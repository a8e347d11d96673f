/** A sentence of the reports: what stands in backticks is code. */
export function Words({ text }: { readonly text: string }) {
  return (
    <>
      {text.split('`').map((piece, index) =>
        // Pieces between backticks are the odd ones; their order is their name.
        index % 2 === 1 ? <code key={index}>{piece}</code> : piece,
      )}
    </>
  );
}
