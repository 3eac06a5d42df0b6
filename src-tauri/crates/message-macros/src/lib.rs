//! The macros of `assay-message`: words that are checked when the program is compiled.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Expr, Fields, Ident, LitStr, Token};

/// Words and what stands in their places.
struct Words {
    literal: LitStr,
    given: Vec<Given>,
}

/// `name = expression`
struct Given {
    name: Ident,
    value: Expr,
}

impl Parse for Given {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { name, value: input.parse()? })
    }
}

impl Parse for Words {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let literal = input.parse()?;
        if input.is_empty() {
            return Ok(Self { literal, given: Vec::new() });
        }
        input.parse::<Token![,]>()?;
        let given = Punctuated::<Given, Token![,]>::parse_terminated(input)?;
        Ok(Self { literal, given: given.into_iter().collect() })
    }
}

/// The names of the places in words, in order, each once.
fn places(words: &LitStr) -> syn::Result<Vec<String>> {
    let text = words.value();
    let mut places = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let inner = rest[at..].strip_prefix('{').and_then(|from| from.split_once('}'));
        let Some((name, after)) = inner else {
            return Err(syn::Error::new(words.span(), "a brace that opens or closes no place"));
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(syn::Error::new(words.span(), format!("the place “{name}” has no plain name")));
        }
        if !places.iter().any(|known| known == name) {
            places.push(name.to_owned());
        }
        rest = after;
    }
    Ok(places)
}

impl Words {
    /// The message; what is not given is a variable, or what `field` says of the place.
    fn message(&self, field: &dyn Fn(&str) -> Option<Ident>) -> syn::Result<TokenStream> {
        let words = &self.literal;
        let places = places(words)?;
        if let Some(needless) =
            self.given.iter().find(|given| !places.iter().any(|place| given.name == place))
        {
            return Err(syn::Error::new(needless.name.span(), "the words have no place of this name"));
        }
        let with = places.iter().map(|place| {
            let value = match self.given.iter().find(|given| given.name == place) {
                Some(Given { value: Expr::Infer(_), .. }) => return Ok(None),
                Some(Given { value, .. }) => value.to_token_stream(),
                None => match field(place) {
                    Some(field) => {
                        let at = Span::call_site().located_at(words.span());
                        Ident::new(&field.to_string(), at).to_token_stream()
                    }
                    None => {
                        let variable = syn::parse_str::<Ident>(place).map_err(|_| {
                            syn::Error::new(words.span(), format!("nothing is given for “{place}”"))
                        })?;
                        // Where the words are written, also within another macro.
                        Ident::new(&variable.to_string(), words.span()).to_token_stream()
                    }
                },
            };
            Ok(Some(quote! {
                (#place, {
                    #[allow(unused_imports)]
                    use ::assay_message::place::{AsText as _, AsTold as _};
                    (&::assay_message::place::Put(&(#value))).part()
                })
            }))
        });
        let with = with.collect::<syn::Result<Vec<_>>>()?.into_iter().flatten();
        Ok(quote! { ::assay_message::Message::new(#words, [#(#with),*]) })
    }
}

/// Writes a message.
#[proc_macro]
pub fn message(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let words = syn::parse_macro_input!(input as Words);
    words.message(&|_| None).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Writes a message of a document.
#[proc_macro]
pub fn word(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    message(input)
}

/// Tells an error in the words of its `#[error]`.
#[proc_macro_derive(Told, attributes(error))]
pub fn told(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    derived(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn derived(input: &DeriveInput) -> syn::Result<TokenStream> {
    let name = &input.ident;
    let arms = match &input.data {
        Data::Struct(of) => vec![arm(quote!(Self), &input.attrs, &of.fields, name.span())?],
        Data::Enum(of) => {
            let arms = of.variants.iter().map(|variant| {
                let path = &variant.ident;
                arm(quote!(Self::#path), &variant.attrs, &variant.fields, path.span())
            });
            arms.collect::<syn::Result<_>>()?
        }
        Data::Union(_) => return Err(syn::Error::new(name.span(), "a union tells nothing")),
    };
    Ok(quote! {
        impl ::assay_message::Told for #name {
            #[allow(unused_variables)]
            fn told(&self) -> ::assay_message::Part {
                match self { #(#arms)* }
            }
        }
    })
}

/// `Self::Variant { a, b } => …`
fn arm(path: TokenStream, attrs: &[syn::Attribute], fields: &Fields, at: Span) -> syn::Result<TokenStream> {
    let error = attrs.iter().find(|attribute| attribute.path().is_ident("error"));
    let error = error.ok_or_else(|| syn::Error::new(at, "there is no #[error(…)] here"))?;
    let names: Vec<Ident> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| field.ident.clone().unwrap_or_else(|| format_ident!("_{index}")))
        .collect();
    let pattern = match fields {
        Fields::Named(_) => quote! { #path { #(#names),* } },
        Fields::Unnamed(_) => quote! { #path( #(#names),* ) },
        Fields::Unit => path,
    };
    if error.parse_args::<Ident>().is_ok_and(|word| word == "transparent") {
        let inner = names.first().ok_or_else(|| syn::Error::new(at, "nothing is within"))?;
        return Ok(quote! { #pattern => ::assay_message::Told::told(#inner), });
    }
    let field = |place: &str| {
        let place = if place.starts_with(|c: char| c.is_ascii_digit()) {
            format!("_{place}")
        } else {
            place.to_owned()
        };
        names.iter().find(|name| **name == place).cloned()
    };
    let message = error.parse_args::<Words>()?.message(&field)?;
    Ok(quote! { #pattern => ::assay_message::Part::Message(#message), })
}
