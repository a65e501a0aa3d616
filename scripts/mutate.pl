#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# mutate.pl FILE...: a list of mutants, one a line: file, function, offset and
# length of what goes, what comes instead, and both lines as a reader sees them.
# mutate.pl -a FILE OFFSET LENGTH TEXT: the mutant itself.
#
# What is mutated: the condition of each if (negated, 0, 1) and while (0), each
# comparison (its neighbour), && and ||, true and false in a return, and each
# statement of one line that calls, assigns, counts or returns nothing: dropped.
use strict;
use warnings;

sub slurp {
    my ($path) = @_;
    local $/;
    open my $in, '<', $path or die "$path: $!\n";
    return scalar <$in>;
}

if (@ARGV == 5 && $ARGV[0] eq '-a') {
    my (undef, $file, $offset, $length, $text) = @ARGV;
    my $source = slurp($file);
    substr($source, $offset, $length) = $text;
    print $source;
    exit;
}

# Comments, strings and preprocessor lines become blanks of the same length.
sub mask {
    my ($text) = @_;
    $text =~ s{(/\*.*?\*/|//[^\n]*|"(?:[^"\\]|\\.)*")}
              {(my $x = $1) =~ s/[^\n]/ /g; $x}gse;
    $text =~ s{^(#(?:[^\n]*\\\n)*[^\n]*)}{(my $x = $1) =~ s/[^\n]/ /g; $x}gme;
    return $text;
}

# The offset behind the parenthesis that closes the one at $at.
sub closing {
    my ($text, $at) = @_;
    my $depth = 0;
    for (my $i = $at; $i < length $text; $i++) {
        my $c = substr($text, $i, 1);
        $depth++ if $c eq '(';
        $depth-- if $c eq ')';
        return $i + 1 if $depth == 0;
    }
    die "no closing parenthesis\n";
}

my %neighbour = ('==' => '!=', '!=' => '==', '<=' => '<', '<' => '<=',
    '>=' => '>', '>' => '>=', '&&' => '||', '||' => '&&');

for my $file (@ARGV) {
    my $source = slurp($file);
    my $masked = mask($source);
    my @functions;
    while ($masked =~ /^(\w+)\([^;{}]*\)\n\{\n(.*?)^\}/gms) {
        push @functions, [$1, $-[2], $+[2]];
    }
    my $emit = sub {
        my ($function, $at, $length, $text) = @_;
        $text =~ s{\s+}{ }g;
        my $mutant = $source;
        substr($mutant, $at, $length) = $text;
        my $start = rindex($source, "\n", $at) + 1;
        my $end = index($source, "\n", $at + $length);
        my $from = substr($source, $start, $end - $start);
        my $to = substr($mutant, $start, $end - $start - $length + length $text);
        s/\s+/ /g, s/^ | $//g for $from, $to;
        $to = '(nothing)' if $to eq '' || $to eq ';';
        print join("\t", $file, $function, $at, $length, $text, $from, $to), "\n";
    };
    for my $f (@functions) {
        my ($name, $begin, $end) = @$f;
        my $body = substr($masked, $begin, $end - $begin);
        while ($body =~ /\b(if|while) \(/g) {
            my ($word, $open) = ($1, $begin + $+[0] - 1);
            my $close = closing($masked, $open);
            my $condition = substr($source, $open + 1, $close - $open - 2);
            $emit->($name, $open + 1, length $condition, $_)
                for $word eq 'while' ? ('0') : ("!($condition)", '0', '1');
        }
        while ($body =~ /(?<![<>=!&|-])(==|!=|<=|>=|<|>|&&|\|\|)(?![<>=])/g) {
            $emit->($name, $begin + $-[1], length $1, $neighbour{$1});
        }
        while ($body =~ /\breturn (true|false);/g) {
            $emit->($name, $begin + $-[1], length $1,
                $1 eq 'true' ? 'false' : 'true');
        }
        while ($body =~ /^ +((?:\(void\))?[\w>.\[\]*&-]+(?:\([^\n;]*\)| [|&^+-]?= [^\n;]*|\+\+|--)|return);$/gm) {
            $emit->($name, $begin + $-[1], $+[1] - $-[1], '');
        }
    }
}
